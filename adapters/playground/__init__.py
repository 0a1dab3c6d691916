"""A web page that is a chat platform of its own, so that everything can be tried with no account anywhere.

`platform` is the part Slack's or Teams' servers would play: it keeps people's handles, places, messages and the demo
clock in a file of its own. `normalise`, `sender` and `draw` are the adapter proper, as every platform has one;
`exchange` puts the two together for one thing a person did. `host` is all this package asks of the rest.
"""
