: 1714560000:0;curl -H 'x-api-key: zut_AAAAATMKCCBtBWdREgp4VJMZ7UWzvN9TemSfpg' https://api.vectara.io/v2/llms
