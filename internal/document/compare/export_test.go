package compare

// Tokens are what a redline compares.
var Tokens = tokens
