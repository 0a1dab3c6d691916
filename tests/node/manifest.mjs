// Reads a Teams manifest on standard input, and prints what Microsoft's own schema finds wrong with it.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { AppManifestUtils } = createRequire(import.meta.url)("@microsoft/app-manifest");
const found = await AppManifestUtils.validateAgainstSchema(JSON.parse(readFileSync(0, "utf8")));
process.stdout.write(JSON.stringify(found));
