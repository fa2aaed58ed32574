package media

import "keepsake/gallery"

// Recognise says of what kind a file is, by its first bytes (512 are enough)
// and, where those tell nothing, by its name: gallery.Other for what is neither
// picture, video nor sound.
func Recognise(head []byte, name string) gallery.Kind {
	if sniff(head) == "" && extOf(name) == ".ts" {
		return gallery.Other // a program's text, much more often than a broken recording
	}
	return kindOf(mimeOf(head, name, ""))
}
