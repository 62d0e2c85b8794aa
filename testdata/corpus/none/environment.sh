# Vectara, as it should be done
export VECTARA_API_KEY="$(pass vectara/api-key)"
curl -H "x-api-key: ${VECTARA_API_KEY}" https://api.vectara.io/v2/corpora
