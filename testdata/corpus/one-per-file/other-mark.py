KEY = "zqt_AAAAAfnlvBDxL1ygOFVLrwqGDSyksCDJTqn9jQ"  # zleaks:allowed is another word
