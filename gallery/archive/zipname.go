package archive

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Fields of a ZIP's extra data (APPNOTE 4.5).
const (
	extraZip64   = 0x0001
	extraUnicode = 0x7075 // the name in UTF-8, by Info-ZIP
	extraAES     = 0x9901 // by WinZip
	extraTimes   = 0x5455 // extended timestamp, UTC
	extraNTFS    = 0x000a
	extraUnix    = 0x000d
	extraOldUnix = 0x5855
)

// extraField returns the data of an extra field.
func extraField(extra []byte, want uint16) ([]byte, bool) {
	for len(extra) >= 4 {
		tag, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			return nil, false
		}
		if tag == want {
			return extra[:size], true
		}
		extra = extra[size:]
	}
	return nil, false
}

// names decodes the names of an archive's files. One that says so is UTF-8, and
// so is one that can be. The others are all of one encoding: GBK, which Xiaomi's
// servers and Chinese Windows write, if every one of them is possible in it, and
// else the DOS one that the format began with.
func names(files []*zip.File) []string {
	out := make([]string, len(files))
	var open []int
	for i, f := range files {
		switch u, ok := unicodeName(f); {
		case ok:
			out[i] = u
		case utf8.ValidString(f.Name):
			out[i] = f.Name
		default:
			open = append(open, i)
		}
	}
	gbk := true
	for _, i := range open {
		name, ok := decode(simplifiedchinese.GBK, files[i].Name)
		gbk = gbk && ok
		out[i] = name
	}
	if gbk {
		return out
	}
	for _, i := range open {
		out[i], _ = decode(charmap.CodePage437, files[i].Name) // takes any byte
	}
	return out
}

func decode(e encoding.Encoding, name string) (string, bool) {
	s, err := e.NewDecoder().String(name)
	return s, err == nil && !strings.ContainsRune(s, utf8.RuneError)
}

// unicodeName is the UTF-8 name of Info-ZIP's extra field, if it belongs to the
// name in the directory.
func unicodeName(f *zip.File) (string, bool) {
	b, ok := extraField(f.Extra, extraUnicode)
	if !ok || len(b) < 6 || b[0] != 1 || binary.LittleEndian.Uint32(b[1:]) != crc32.ChecksumIEEE([]byte(f.Name)) {
		return "", false
	}
	s := string(b[5:])
	return s, utf8.ValidString(s)
}
