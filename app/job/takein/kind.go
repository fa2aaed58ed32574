package takein

import (
	"bytes"
	"strings"

	"keepsake/device/miui/localbackup"
)

// kind is what a file is.
type kind int

const (
	unknown     kind = iota
	backup           // .bak and .ab
	description      // descript.xml of a Xiaomi backup's folder
	vcards
	calendar
	messages // SMS Backup & Restore
	calls
)

// kindOf tells a file's kind by its first bytes.
func kindOf(head []byte) kind {
	if localbackup.Sniff(head) {
		return backup
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	switch upper := strings.ToUpper(string(text[:min(len(text), 16)])); {
	case strings.HasPrefix(upper, "BEGIN:VCARD"):
		return vcards
	case strings.HasPrefix(upper, "BEGIN:VCALENDAR"):
		return calendar
	}
	switch rootElement(text) {
	case "smses":
		return messages
	case "calls":
		return calls
	case "MIUI-backup":
		return description
	}
	return unknown
}

// rootElement is the name of the first element of an XML file, "" when text is no
// beginning of one. What may stand before it is passed over: the declaration,
// processing instructions, comments. A document type is not, and nothing here has one.
func rootElement(text []byte) string {
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		end := ""
		switch {
		case bytes.HasPrefix(text, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<")):
			name := text[1:]
			if i := bytes.IndexAny(name, " \t\r\n/>"); i >= 0 {
				return string(name[:i])
			}
			return ""
		default:
			return ""
		}
		_, rest, ok := bytes.Cut(text, []byte(end))
		if !ok {
			return ""
		}
		text = rest
	}
}
