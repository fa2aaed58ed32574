package desk

import "path/filepath"

// lenient: a starter's exit code says nothing.
const lenient = false

func openCommand(path string) []string   { return []string{"xdg-open", path} }
func revealCommand(path string) []string { return []string{"xdg-open", filepath.Dir(path)} }
