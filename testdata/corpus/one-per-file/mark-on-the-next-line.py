KEY = "zqt_AAAAAc6BJ81XTzBaUWi_gML6i297kkahNhMjUQ"
# zleaks:allow this mark stands one line too low
