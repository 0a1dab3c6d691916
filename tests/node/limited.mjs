// A Slack that slows its callers down: express-rate-limit, on express, before whatever Slack is behind it.
// Arguments: the port to listen on, where the other Slack is, how many messages may be posted in how many milliseconds.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const express = require("express");
const { rateLimit } = require("express-rate-limit");

const [port, behind, limit, windowMs] = process.argv.slice(2);
const app = express();
app.use(express.raw({ type: () => true, limit: "5mb" }));
app.use("/api/chat.postMessage", rateLimit({
  windowMs: Number(windowMs),
  limit: Number(limit),
  validate: false,
  message: { ok: false, error: "ratelimited" },
}));
app.use(async (request, response) => {
  const { authorization = "", "content-type": type = "application/json" } = request.headers;
  const answer = await fetch(behind + request.originalUrl, {
    method: request.method,
    headers: { authorization, "content-type": type },
    body: request.method === "POST" ? request.body : undefined,
  });
  response.status(answer.status).type("json").send(await answer.text());
});
app.listen(Number(port), "127.0.0.1");
