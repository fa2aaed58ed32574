package vcard

import (
	"strconv"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// The data rows that have no property of their own go, as Android does it, into
// X-ANDROID-CUSTOM:<mime type>;data1;…;data15.
const (
	itemMIME     = "vnd.android.cursor.item/"
	nicknameMIME = itemMIME + "nickname"
	relationMIME = itemMIME + "relation"
	eventMIME    = itemMIME + "contact_event"
	imMIME       = itemMIME + "im"
)

// android reads such a row; f are the mime type and at least fifteen fields.
func (c *card) android(k *records.Contact, f []string) {
	kind := func(name func(int) string) records.Labelled {
		n, err := strconv.Atoi(strings.TrimSpace(f[2]))
		if err != nil {
			n = -1
		}
		return records.Labelled{Value: f[1], Kind: name(n), Label: f[3]}
	}
	switch f[0] {
	case nicknameMIME:
		k.Nicknames = append(k.Nicknames, f[1])
	case relationMIME:
		k.Relations = append(k.Relations, kind(records.RelationKind))
	case eventMIME:
		k.Dates = append(k.Dates, kind(records.DateKind))
	case imMIME:
		n, err := strconv.Atoi(strings.TrimSpace(f[5]))
		if err != nil {
			n = -1
		}
		k.IMs = append(k.IMs, records.IM{Value: f[1], Protocol: records.Protocol(n), Label: f[6]})
	default:
		k.Custom = append(k.Custom, records.CustomData{MIME: f[0], Data: f[1:]})
	}
}

// androidLine writes a row; its fifteen fields are always there.
func androidLine(w *contentline.Writer, mime string, data ...string) {
	var b strings.Builder
	b.WriteString(contentline.Escape(mime))
	for i := range max(15, len(data)) {
		b.WriteByte(';')
		if i < len(data) {
			b.WriteString(contentline.Escape(data[i]))
		}
	}
	w.Line("X-ANDROID-CUSTOM", b.String())
}
