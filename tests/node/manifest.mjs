// Reads a Teams manifest on standard input, and prints what Microsoft's own schema finds wrong with it.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { AppManifestUtils } = createRequire(import.meta.url)("@microsoft/app-manifest");
const found = await AppManifestUtils.validateAgainstSchema(JSON.parse(await text(process.stdin)));
process.stdout.write(JSON.stringify(found));
