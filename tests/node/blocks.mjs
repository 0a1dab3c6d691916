// Reads a list of Block Kit messages on standard input, each its list of blocks, and gives back the HTML that
// slack-blocks-to-jsx makes of each; `style` in the answer is the style sheet it comes with.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");

const given = JSON.parse(await text(process.stdin));
// An address of no picture: the sender's portrait is hidden by the page that shows it.
const sender = { name: "Matters Arising", logo: "data:,", time: new Date(2026, 1, 10, 9, 0) };
const html = given.map((blocks) => renderToStaticMarkup(createElement(Message, { ...sender, blocks, withoutWrapper: true })));
const style = readFileSync(require.resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
process.stdout.write(JSON.stringify({ html, style }));
