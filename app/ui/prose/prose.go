// Package prose shows Markdown as people write notes in it: headings, lists, check
// boxes, quotes, pictures and sound, with words that are bold, slanted, underlined,
// struck out or marked. It is for reading: nothing in it can be changed, and nothing
// is fetched from anywhere.
//
// Begin with Parse, and View to show what it found.
package prose

import "strings"

// Kind is what a block is.
type Kind int

// The kinds.
const (
	Paragraph Kind = iota
	Heading
	Item    // of a list
	Rule    // a line across
	Code    // text as it is, letters of one width
	Picture // Target is shown
	File    // Target is named: a sound, a document
)

// Check is the state of an item's check box.
type Check int

// The states.
const (
	NoBox Check = iota
	Open
	Ticked
)

// Block is one piece of a text, from the top to the bottom.
type Block struct {
	Kind  Kind
	Level int    // of a heading 1 to 6; of an item how deep it lies, from 0
	Mark  string // of an item without a box: "•" or "3."
	Check Check
	Quote int // how many quotations it is in
	Spans []Span

	Target, Name string // of pictures and files
}

// Span is a run of text in one style.
type Span struct {
	Text                                       string
	Bold, Italic, Under, Struck, Marked, Fixed bool
	Link                                       string
}

// Text is a block's words without their styles.
func (b Block) Text() string {
	var s strings.Builder
	for _, sp := range b.Spans {
		s.WriteString(sp.Text)
	}
	return s.String()
}

// Plain is a text as it is pasted into a message: bullets and boxes as signs,
// pictures left out.
func Plain(blocks []Block) string {
	var s strings.Builder
	for i, b := range blocks {
		line := strings.Repeat("  ", b.Level)
		switch {
		case b.Kind == Picture || b.Kind == File:
			continue
		case b.Kind == Rule:
			line = "———"
		case b.Kind != Item:
			line = b.Text()
		case b.Check == Ticked:
			line += "☑ " + b.Text()
		case b.Check == Open:
			line += "☐ " + b.Text()
		default:
			line += b.Mark + " " + b.Text()
		}
		if b.Quote > 0 {
			line = "“" + line + "”"
		}
		if s.Len() > 0 {
			s.WriteByte('\n')
			if b.Kind != Item || i > 0 && blocks[i-1].Kind != Item {
				s.WriteByte('\n')
			}
		}
		s.WriteString(line)
	}
	return s.String()
}
