package device

import (
	"encoding/base64"
	"path"
	"strings"
)

// What a file is to a gallery.
type kind int

const (
	notMedia kind = iota
	photo
	video
	audio
)

// mimeOf is the one table of what belongs to a gallery by the end of its name.
// ".ts" is left to the phone's media database: it is also a language's.
func mimeOf(name string) string {
	switch strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) {
	case "jpg", "jpeg", "jpe", "jfif":
		return "image/jpeg"
	case "png":
		return "image/png"
	case "gif":
		return "image/gif"
	case "webp":
		return "image/webp"
	case "bmp":
		return "image/bmp"
	case "heic":
		return "image/heic"
	case "heif", "hif":
		return "image/heif"
	case "avif":
		return "image/avif"
	case "jxl":
		return "image/jxl"
	case "tif", "tiff":
		return "image/tiff"
	case "mpo":
		return "image/mpo"
	case "dng":
		return "image/x-adobe-dng"
	case "arw":
		return "image/x-sony-arw"
	case "cr2", "cr3":
		return "image/x-canon-" + strings.ToLower(path.Ext(name)[1:])
	case "nef", "nrw":
		return "image/x-nikon-" + strings.ToLower(path.Ext(name)[1:])
	case "orf":
		return "image/x-olympus-orf"
	case "rw2":
		return "image/x-panasonic-rw2"
	case "raf":
		return "image/x-fuji-raf"
	case "pef":
		return "image/x-pentax-pef"
	case "srw":
		return "image/x-samsung-srw"

	case "mp4", "m4v":
		return "video/mp4"
	case "mov":
		return "video/quicktime"
	case "3gp", "3gpp":
		return "video/3gpp"
	case "3g2":
		return "video/3gpp2"
	case "mkv":
		return "video/x-matroska"
	case "webm":
		return "video/webm"
	case "avi":
		return "video/x-msvideo"
	case "mpg", "mpeg", "vob":
		return "video/mpeg"
	case "mts", "m2ts":
		return "video/mp2t"
	case "wmv":
		return "video/x-ms-wmv"
	case "flv":
		return "video/x-flv"

	case "mp3":
		return "audio/mpeg"
	case "m4a":
		return "audio/mp4"
	case "aac":
		return "audio/aac"
	case "amr":
		return "audio/amr"
	case "awb":
		return "audio/amr-wb"
	case "3ga":
		return "audio/3gpp"
	case "wav":
		return "audio/x-wav"
	case "ogg", "oga", "opus":
		return "audio/ogg"
	case "flac":
		return "audio/flac"
	case "wma":
		return "audio/x-ms-wma"
	case "mka":
		return "audio/x-matroska"
	case "aif", "aiff":
		return "audio/x-aiff"
	}
	return ""
}

func kindOf(mime string) kind {
	class, _, _ := strings.Cut(mime, "/")
	switch class {
	case "image":
		return photo
	case "video":
		return video
	case "audio":
		return audio
	}
	return notMedia
}

// realName undoes what a phone does to a name while the file is in a trash or
// still being written. The result of a legacy trash name is the phone's claim:
// only its last element is used.
func realName(name string) (real string, trashed, pending bool) {
	if rest, ok := strings.CutPrefix(name, ".trashed-"); ok {
		if expiry, real, ok := strings.Cut(rest, "-"); ok && digits(expiry) && real != "" {
			return real, true, false
		}
	}
	if rest, ok := strings.CutPrefix(name, ".pending-"); ok {
		if expiry, real, ok := strings.Cut(rest, "-"); ok && digits(expiry) && real != "" {
			return real, false, true
		}
	}
	if code, ok := strings.CutPrefix(name, "{-trash-}"); ok {
		b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(code, "="))
		if real := string(b[strings.LastIndexByte(string(b), '/')+1:]); err == nil && real != "" && !strings.ContainsRune(real, 0) {
			return real, true, false
		}
	}
	return name, false, false
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
