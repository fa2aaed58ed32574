package vcard

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"keepsake/gallery/records/contentline"
)

// decode returns a line's value with quoted-printable and charset undone, still
// escaped. A charset nobody knows is read as UTF-8.
func decode(l *contentline.Line) (string, error) {
	v := l.Value
	switch l.Encoding() {
	case "QUOTED-PRINTABLE":
		b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(v)))
		if err != nil && len(b) == 0 {
			return "", fmt.Errorf("quoted-printable: %w", err)
		}
		v = string(b)
	case "BASE64", "B":
		return v, nil
	}
	if name := l.First("CHARSET"); name != "" && !strings.EqualFold(name, "UTF-8") {
		if enc, err := htmlindex.Get(name); err == nil {
			if s, err := enc.NewDecoder().String(v); err == nil {
				v = s
			}
		}
	}
	if !utf8.ValidString(v) {
		v = strings.ToValidUTF8(v, "\uFFFD")
	}
	return v, nil
}

// unescape21 undoes the few escapes of version 2.1: there a backslash is a
// character like any other, unless one of these follows it.
func unescape21(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\:`, ":", `\,`, ",").Replace(s)
}

func (c *card) text(s string) string {
	if strings.HasPrefix(c.version, "2") {
		return unescape21(s)
	}
	return contentline.Unescape(s)
}

// fields cuts a structured value into its n parts.
func (c *card) fields(v string, n int) []string {
	out := contentline.Split(v, ';', 1<<20)
	for i := range out {
		out[i] = c.text(out[i])
	}
	for len(out) < n {
		out = append(out, "")
	}
	return out
}

// list cuts a value at its commas; version 2.1 knows no lists.
func (c *card) list(v string) []string {
	if strings.HasPrefix(c.version, "2") {
		return []string{c.text(v)}
	}
	out := contentline.Split(v, ',', 1<<12)
	for i := range out {
		out[i] = c.text(out[i])
	}
	return out
}

var errNoPicture = errors.New("the picture is not in the card")

// picture returns the bytes and type of a photo: inline base64, or a data: URI.
func picture(l *contentline.Line) ([]byte, string, error) {
	v := strings.TrimSpace(l.Value)
	kind := strings.ToLower(l.First("TYPE"))
	for _, bare := range l.Values("") {
		switch strings.ToUpper(bare) {
		case "JPEG", "JPG", "PNG", "GIF", "WEBP", "HEIC":
			kind = strings.ToLower(bare)
		}
	}
	if rest, ok := strings.CutPrefix(v, "data:"); ok {
		head, data, ok := strings.Cut(rest, ",")
		if !ok || !strings.HasSuffix(head, ";base64") {
			return nil, "", errNoPicture
		}
		kind, v = strings.TrimSuffix(head, ";base64"), data
	} else if e := l.Encoding(); e != "B" && e != "BASE64" {
		return nil, "", errNoPicture
	}
	v = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\r' || r == '\n' {
			return -1
		}
		return r
	}, v)
	b, err := base64.StdEncoding.DecodeString(v)
	if err != nil {
		if b, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(v, "=")); err != nil {
			return nil, "", fmt.Errorf("photo: %w", err)
		}
	}
	return b, pictureMIME(b, kind), nil
}

// pictureMIME goes by the bytes; what the card says counts when they say nothing.
func pictureMIME(b []byte, said string) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(b, []byte("\x89PNG")):
		return "image/png"
	case bytes.HasPrefix(b, []byte("GIF8")):
		return "image/gif"
	case len(b) > 12 && string(b[8:12]) == "WEBP":
		return "image/webp"
	}
	said = strings.TrimPrefix(strings.ToLower(said), "image/")
	if said == "" || said == "jpg" || strings.ContainsFunc(said, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		said = "jpeg"
	}
	return "image/" + said
}

// telURI turns tel:+1-000;ext=5 into a number. What is left has no scheme any more,
// also where a careless program wrote two: else it would be another number when it
// is read again.
func telURI(v string) string {
	for {
		bare := stripScheme(v)
		if bare == v {
			return v
		}
		v = bare
	}
}

func stripScheme(v string) string {
	for _, scheme := range []string{"tel:", "mailto:", "sip:", "sips:"} {
		if len(v) > len(scheme) && strings.EqualFold(v[:len(scheme)], scheme) {
			v = v[len(scheme):]
			if scheme == "tel:" {
				num, params, _ := strings.Cut(v, ";")
				v = num
				for p := range strings.SplitSeq(params, ";") {
					if ext, ok := strings.CutPrefix(p, "ext="); ok {
						v += "," + ext
					}
				}
			}
			if u, err := url.PathUnescape(v); err == nil {
				v = u
			}
			return v
		}
	}
	return v
}

// date brings 19900401, 1990-04-01T00:00:00Z and --0401 into the form Android has.
func date(v string, omitYear string) string {
	v = strings.TrimSpace(v)
	day, _, _ := strings.Cut(v, "T")
	digits := func(s string) bool {
		return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	}
	switch {
	case len(day) == 8 && digits(day):
		day = day[:4] + "-" + day[4:6] + "-" + day[6:]
	case len(day) == 6 && strings.HasPrefix(day, "--") && digits(day[2:]):
		day = "--" + day[2:4] + "-" + day[4:]
	case len(day) == 10 && day[4] == '-' && day[7] == '-' && digits(day[:4]), len(day) == 7 && strings.HasPrefix(day, "--"):
	default:
		return v
	}
	if omitYear != "" && strings.HasPrefix(day, omitYear+"-") { // Apple's way to leave it out
		return "-" + day[4:]
	}
	return day
}
