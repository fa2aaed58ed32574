package media

import (
	"bytes"
	"encoding/binary"
	"path"
	"strings"

	"keepsake/gallery"
)

// The types that this package tells apart by more than their name.
const (
	mimeJPEG = "image/jpeg"
	mimePNG  = "image/png"
	mimeGIF  = "image/gif"
	mimeWebP = "image/webp"
	mimeBMP  = "image/bmp"
	mimeHEIC = "image/heic"
	mimeAVIF = "image/avif"
	mimeTIFF = "image/tiff"
	mimeDNG  = "image/x-adobe-dng"
	mimeMP4  = "video/mp4"
	mimeMOV  = "video/quicktime"
	mime3GP  = "video/3gpp"
	mimeM4A  = "audio/mp4"
	mimeMKV  = "video/x-matroska"
	mimeWebM = "video/webm"
	mimeMP3  = "audio/mpeg"
	mimeAMR  = "audio/amr"
	mimeOgg  = "audio/ogg"
	mimeWAV  = "audio/x-wav"
	mimeFLAC = "audio/flac"
)

// magics are beginnings that decide by themselves. "?" stands for any byte.
var magics = []struct {
	prefix string
	mime   string
}{
	{"\xff\xd8\xff", mimeJPEG},
	{"\x89PNG\r\n\x1a\n", mimePNG},
	{"GIF87a", mimeGIF},
	{"GIF89a", mimeGIF},
	{"RIFF????WEBP", mimeWebP},
	{"RIFF????AVI ", "video/x-msvideo"},
	{"RIFF????WAVE", mimeWAV},
	{"II*\x00", mimeTIFF},
	{"MM\x00*", mimeTIFF},
	{"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"},
	{"\xff\x0a", "image/jxl"},
	{"FLV\x01", "video/x-flv"},
	{"\x00\x00\x01\xba", "video/mpeg"},
	{"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"},
	{"ID3", mimeMP3},
	{"\xff\xfb", mimeMP3},
	{"\xff\xf3", mimeMP3},
	{"\xff\xf2", mimeMP3},
	{"\xff\xf1", "audio/aac"},
	{"\xff\xf9", "audio/aac"},
	{"#!AMR", mimeAMR},
	{"OggS", mimeOgg},
	{"fLaC", mimeFLAC},
	{"MThd", "audio/midi"},
	{"%PDF-", "application/pdf"},
	{"PK\x03\x04", "application/zip"},
}

// brands tell the members of the MP4 family apart, by ftyp's major brand and
// then its compatible ones.
var brands = map[string]string{
	"heic": mimeHEIC, "heix": mimeHEIC, "heim": mimeHEIC, "heis": mimeHEIC,
	"hevc": mimeHEIC, "hevx": mimeHEIC, "avif": mimeAVIF, "avis": mimeAVIF,
	"crx ": "image/x-canon-cr3",
	"qt  ": mimeMOV, "isom": mimeMP4, "iso2": mimeMP4, "iso4": mimeMP4, "iso5": mimeMP4, "iso6": mimeMP4,
	"mp41": mimeMP4, "mp42": mimeMP4, "avc1": mimeMP4, "hvc1": mimeMP4, "MSNV": mimeMP4, "dash": mimeMP4,
	"M4V ": mimeMP4, "M4A ": mimeM4A, "M4B ": mimeM4A,
	"3gp4": mime3GP, "3gp5": mime3GP, "3gp6": mime3GP, "3gp7": mime3GP, "3g2a": mime3GP,
}

// sniff names the type of a file by its first bytes, "" if they tell nothing.
func sniff(head []byte) string {
	for _, m := range magics {
		if matches(head, m.prefix) {
			return m.mime
		}
	}
	switch {
	case matches(head, "????ftyp"):
		return sniffBrand(head)
	case matches(head, "????moov") || matches(head, "????mdat") || matches(head, "????wide"):
		return mimeMOV // QuickTime of before ftyp
	case matches(head, "\x1a\x45\xdf\xa3"):
		if bytes.Contains(head, []byte("webm")) {
			return mimeWebM
		}
		return mimeMKV
	case matches(head, "BM") && len(head) >= 18 && binary.LittleEndian.Uint32(head[14:]) <= 124 && binary.LittleEndian.Uint32(head[14:]) >= 12:
		return mimeBMP
	case len(head) > 188 && head[0] == 0x47 && head[188] == 0x47:
		return "video/mp2t"
	}
	return ""
}

func matches(head []byte, prefix string) bool {
	if len(head) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if prefix[i] != '?' && prefix[i] != head[i] {
			return false
		}
	}
	return true
}

func sniffBrand(head []byte) string {
	end := min(int(binary.BigEndian.Uint32(head)), len(head), 256)
	if end < 12 {
		end = min(12, len(head))
	}
	still := false
	for at := 8; at+4 <= end; at += 4 {
		brand := string(head[at : at+4])
		if at == 12 {
			continue // the version
		}
		if m := brands[brand]; m != "" {
			return m
		}
		still = still || brand == "mif1" || brand == "msf1"
	}
	if still {
		return mimeHEIC
	}
	return mimeMP4 // an unknown brand of a family that is nearly always video
}

// extensions name the type of a file whose bytes tell nothing, and the finer
// type of some that do.
var extensions = map[string]string{
	".jpg": mimeJPEG, ".jpeg": mimeJPEG, ".jpe": mimeJPEG, ".png": mimePNG, ".gif": mimeGIF, ".webp": mimeWebP,
	".bmp": mimeBMP, ".heic": mimeHEIC, ".heif": mimeHEIC, ".avif": mimeAVIF, ".dng": mimeDNG,
	".tif": mimeTIFF, ".tiff": mimeTIFF, ".jxl": "image/jxl", ".svg": "image/svg+xml",
	".mp4": mimeMP4, ".m4v": mimeMP4, ".mov": mimeMOV, ".3gp": mime3GP, ".3g2": mime3GP, ".mkv": mimeMKV,
	".webm": mimeWebM, ".avi": "video/x-msvideo", ".ts": "video/mp2t", ".mpg": "video/mpeg", ".wmv": "video/x-ms-asf",
	".mp3": mimeMP3, ".m4a": mimeM4A, ".aac": "audio/aac", ".amr": mimeAMR, ".ogg": mimeOgg,
	".opus": mimeOgg, ".wav": mimeWAV, ".flac": mimeFLAC, ".mid": "audio/midi",
}

// extOf is a file name's extension in lower case.
func extOf(name string) string { return strings.ToLower(path.Ext(name)) }

// mimeOf decides a file's type: by its bytes, then its name, then by what the
// phone's database says.
func mimeOf(head []byte, name, told string) string {
	m := sniff(head)
	if m == mimeTIFF && extOf(name) == ".dng" {
		return mimeDNG // a TIFF in form
	}
	if m == "" {
		m = extensions[extOf(name)]
	}
	if m == "" {
		m = strings.ToLower(strings.TrimSpace(told))
	}
	return m
}

// kindOf is the kind of a type.
func kindOf(mime string) gallery.Kind {
	switch major, _, _ := strings.Cut(mime, "/"); major {
	case "image":
		return gallery.Photo
	case "video":
		return gallery.Video
	case "audio":
		return gallery.Audio
	}
	return gallery.Other
}
