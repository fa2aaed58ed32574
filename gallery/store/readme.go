package store

import _ "embed"

// readme is READ ME.txt, for whoever finds the folder without the program.
//
//go:embed readme.txt
var readme string
