// Command entente answers questions of the law of international security
// cooperation from the command line.
package main

import (
	"os"

	"entente/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
