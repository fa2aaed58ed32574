package secret

// HeadSize is how many first bytes Extension wants.
const HeadSize = 64

// beginnings tell a file's kind. "?" stands for any byte.
var beginnings = [...]struct{ head, ext string }{
	{"\xff\xd8\xff", ".jpg"},
	{"\x89PNG\r\n\x1a\n", ".png"},
	{"GIF87a", ".gif"},
	{"GIF89a", ".gif"},
	{"RIFF????WEBP", ".webp"},
	{"RIFF????AVI ", ".avi"},
	{"II*\x00", ".dng"}, // what a phone makes of TIFF
	{"MM\x00*", ".dng"},
	{"BM????\x00\x00\x00\x00", ".bmp"},
	{"\x1a\x45\xdf\xa3", ".mkv"},
	{"????moov", ".mov"}, // QuickTime of before brands
	{"????mdat", ".mov"},
	{"????wide", ".mov"},
}

// Extension tells what a file ends with in its name, from its first bytes in
// the open: ".jpg", ".mp4" …; "" when they are of no kind a gallery holds, as
// what a wrong key makes of a file.
func Extension(head []byte) string {
	for _, b := range beginnings {
		if matches(head, b.head) {
			return b.ext
		}
	}
	if !matches(head, "????ftyp????") {
		return ""
	}
	switch string(head[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
		return ".heic"
	case "avif", "avis":
		return ".avif"
	case "qt  ":
		return ".mov"
	case "3gp4", "3gp5", "3gp6", "3gp7":
		return ".3gp"
	}
	return ".mp4"
}

func matches(head []byte, pattern string) bool {
	if len(head) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != head[i] {
			return false
		}
	}
	return true
}
