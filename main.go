// Program keepsake keeps what is on a Xiaomi, Redmi or POCO phone in a library
// on this computer. It lies in the root because packaging needs it beside
// FyneApp.toml; everything it does is in app.
package main

import (
	"os"

	"keepsake/app"
)

// version is set by the linker.
var version = "dev"

func main() {
	os.Exit(app.Main(os.Args[1:], version))
}
