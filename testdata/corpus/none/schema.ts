const id = "zwt_" + randomBytes(6).toString("hex"), other = `${"ZUT_"}${Date.now()}`;
const parts = ["zut_", "zqt_", "zwt_"], pattern = /^z[uqw]t_[A-Za-z0-9_-]{37}[AQgw]$/;
if (!key.startsWith("zut_")) throw new Error("not a key: zut_");
