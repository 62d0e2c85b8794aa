import os

# was: zut_AAAAATNwDpqsIGCJcjZDUsdEOVoCgWf399YlOg
KEY = os.environ["VECTARA_API_KEY"]
