package words

// ToolkitWords are the words that Fyne's own menus and dialogs are given.
func ToolkitWords() []string { return toolkitWords }
