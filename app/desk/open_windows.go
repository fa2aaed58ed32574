package desk

// lenient: explorer.exe exits with 1 also when it did what it was asked.
const lenient = true

func openCommand(path string) []string {
	return []string{"rundll32", "url.dll,FileProtocolHandler", path}
}
func revealCommand(path string) []string { return []string{"explorer", "/select," + path} }
