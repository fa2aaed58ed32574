//go:build ignore

// Connection writes the guide's page about connecting a phone: every state of
// the checklist with what the window says, the next step and its picture.
//
//	go run assets/guide/connection.go
//
// writes assets/guide/connection.md, from the root of the repository. The
// pictures beside it are made by `make screenshots`.
package main

import (
	"fmt"
	"os"
	"strings"

	"keepsake/device/doctor"
)

const head = `# When a phone is not found

The window and ` + "`keepsake doctor`" + ` look at everything between the computer and the phone and name one next step.
This page is every line they can say, made from the program's own table.

| state | what Keepsake says | next step | what the window shows |
|---|---|---|---|
`

func main() {
	var page strings.Builder
	page.WriteString(head)
	for _, f := range doctor.All() {
		next := f.Next.String()
		if next == "" {
			next = "—"
		}
		picture := "connection/" + string(f.ID) + ".png"
		if _, err := os.Stat("assets/guide/" + picture); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Fprintf(&page, "| %s | %s | %s | ![](%s) |\n", f.ID, cell(f.What.String()), cell(next), picture)
	}
	if err := os.WriteFile("assets/guide/connection.md", []byte(page.String()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
