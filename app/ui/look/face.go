package look

import (
	"hash/fnv"
	"image/color"
)

// faces are the grounds of round initials: calm, equally strong, and dark enough for
// white letters in either look.
var faces = [...]uint32{0x4f6f8c, 0x6b6191, 0x3d7567, 0x8c5f55, 0x716a3c, 0x54703e, 0x86577a, 0x49709a}

// Face is the ground for a person's initials: the same name always has the same.
func Face(name string) color.Color {
	h := fnv.New32a()
	h.Write([]byte(name)) // never fails
	return rgb(faces[h.Sum32()%uint32(len(faces))])
}
