# Each key has a mark in its own line.
QUERY_KEY = "zqt_AAAAAajKO_8z4cyMnUdwkeVrSYhEADl18T8oMA"  # zleaks:allow public demo corpus
/* zleaks:allow rotated in May */ INDEX_KEY = "zwt_AAAAARaKlRm-JuYWTVfE7sA3VIUJZz6N154rVA"
URL = "https://example.com/?key=zut_AAAAAUywA9RgYH0jLsxJ1K8xvOoDwMdyJqplDg" # zleaks:allow
