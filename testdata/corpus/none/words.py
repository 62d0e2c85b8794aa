def test_flaky_test(): assert leaky_relu(sneaky_test, shaky_hands) != freaky_friday
from torch.nn.functional import leaky_relu, flaky_Test1, leaky_relu_2
wyrzut_sumienia = rozrzut_pomiarow = rzut_oka = rzut_karny_20240501_liga_A = None
FONT = "Fonts/FRIZQT__.TTF"; MZQT_ = "FRIZQT__.TTF"
