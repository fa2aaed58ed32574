package android

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	_ "image/png" // a picture of a contact may be one
	"io"
	"slices"
	"strconv"
	"strings"

	"keepsake/device/demo/content"
)

// Insert implements content.Writer: raw_contacts, data and groups.
func (p *people) Insert(u content.URI, v content.Bound) error {
	switch strings.Join(u.Path, "/") {
	case "raw_contacts":
		id, err := p.raw.Insert(v.With("version", int64(1)).With("dirty", int64(1)).With("deleted", int64(0)).With("starred", v.Number("starred")))
		if err != nil {
			return err
		}
		return p.raw.Update("", is(0, id), content.Bound{{Column: "contact_id", Value: p.lastContact() + 1}})
	case "data":
		raw := v.Number("raw_contact_id")
		kind := v.Text("mimetype")
		switch {
		case kind == "":
			return &content.ProviderError{Class: "java.lang.IllegalArgumentException", Text: "mimetype is required"}
		case p.rawRow(raw) == nil:
			return &content.ProviderError{Class: "java.lang.NullPointerException", Text: "Attempt to read from null array"}
		}
		if kind == mimeItem+"name" {
			v = composed(v)
		}
		if _, err := p.data.Insert(v.With("raw_contact_id", raw).With("is_primary", int64(0)).With("is_super_primary", int64(0)).With("data_version", int64(0))); err != nil {
			return err
		}
		return p.named(raw)
	case "groups":
		_, err := p.groups.Insert(v.With("deleted", int64(0)).With("group_visible", int64(0)))
		return err
	}
	return badURI(u)
}

// lastContact is the highest number of a joined contact.
func (p *people) lastContact() int64 {
	var last int64
	for _, r := range p.raw.Rows() {
		n, _ := r[rawContact].(int64)
		last = max(last, n)
	}
	return last
}

func (p *people) rawRow(id int64) content.Values {
	for _, r := range p.raw.Rows() {
		if r[0] == id {
			return r
		}
	}
	return nil
}

// is picks the rows with a value in a column.
func is(column int, value any) func(content.Values) bool {
	return func(r content.Values) bool { return r.At(column) == value }
}

// composed gives a name that has parts only its display form.
func composed(v content.Bound) content.Bound {
	if v.Text("data1") != "" {
		return v
	}
	var parts []string
	for _, c := range []string{"data4", "data2", "data5", "data3", "data6"} {
		if s := v.Text(c); s != "" {
			parts = append(parts, s)
		}
	}
	return v.With("data1", null(strings.Join(parts, " ")))
}

// namedBy are the details that a contact is shown by, the best first.
var namedBy = []string{"name", "organization", "nickname", "email_v2", "phone_v2"}

// named gives a raw contact the name it shows, after its details changed, and
// joins it with others of that name.
func (p *people) named(raw int64) error {
	shown := ""
	best := len(namedBy)
	for _, d := range p.data.Rows() {
		if d[dataRaw] != raw {
			continue
		}
		if i := slices.Index(namedBy, strings.TrimPrefix(word(d[dataMIME]), mimeItem)); i >= 0 && i < best {
			best, shown = i, word(d[dataFirst])
		}
	}
	contact := p.rawRow(raw)[rawContact]
	for _, r := range p.raw.Rows() {
		if shown != "" && r[0] != raw && r.At(rawDeleted) == int64(0) && word(r[rawDisplay]) == shown {
			contact = r[rawContact]
			break
		}
	}
	return p.raw.Update("", is(0, raw), content.Bound{{Column: "display_name", Value: null(shown)}, {Column: "contact_id", Value: contact}})
}

// Update implements content.Writer.
func (p *people) Update(u content.URI, v content.Bound, where string) error {
	sheet, also, err := p.sheet(u)
	if err != nil {
		return err
	}
	return sheet.Update(where, also, v)
}

// Delete implements content.Writer. What an account owns is only marked, until that
// account has heard of it.
func (p *people) Delete(u content.URI, where string) error {
	sheet, also, err := p.sheet(u)
	if err != nil || sheet != &p.raw {
		if err == nil {
			err = sheet.Delete(where, also)
		}
		return err
	}
	gone := content.Bound{{Column: "deleted", Value: int64(1)}}
	if err := p.raw.Update(where, also, gone); err != nil {
		return err
	}
	for _, r := range p.raw.Rows() {
		if r.At(rawDeleted) == int64(1) && r[rawKind] == nil {
			if err := p.data.Delete("", is(dataRaw, r[0])); err != nil {
				return err
			}
			if err := p.raw.Delete("", is(0, r[0])); err != nil {
				return err
			}
		}
	}
	return nil
}

// sheet finds what a URI means: a whole table or one row of it.
func (p *people) sheet(u content.URI) (*content.Sheet, func(content.Values) bool, error) {
	if len(u.Path) == 0 || len(u.Path) > 2 {
		return nil, nil, badURI(u)
	}
	sheet := map[string]*content.Sheet{"raw_contacts": &p.raw, "data": &p.data, "groups": &p.groups}[u.Path[0]]
	if sheet == nil {
		return nil, nil, badURI(u)
	}
	if len(u.Path) == 1 {
		return sheet, nil, nil
	}
	id, err := strconv.ParseInt(u.Path[1], 10, 64)
	if err != nil {
		return nil, nil, badURI(u)
	}
	return sheet, is(0, id), nil
}

// maxPicture bounds the picture of a contact, in bytes.
const maxPicture = 20 << 20

// Write implements content.FileWriter: raw_contacts/<id>/display_photo. The phone
// keeps a picture of its own making, as small as it shows it.
func (p *people) Write(u content.URI, r io.Reader) error {
	if len(u.Path) != 3 || u.Path[0] != "raw_contacts" || u.Path[2] != "display_photo" {
		return noFile(u)
	}
	id, err := strconv.ParseInt(u.Path[1], 10, 64)
	if err != nil || p.rawRow(id) == nil {
		return noFile(u)
	}
	in, err := io.ReadAll(io.LimitReader(r, maxPicture))
	if err != nil {
		return err
	}
	m, _, err := image.Decode(bytes.NewReader(in))
	if err != nil {
		return nil // the phone logs it and tells nobody
	}
	const side = 96
	small := image.NewRGBA(image.Rect(0, 0, side, side))
	b := m.Bounds()
	for y := range side {
		for x := range side {
			draw.Draw(small, image.Rect(x, y, x+1, y+1), m, image.Pt(b.Min.X+x*b.Dx()/side, b.Min.Y+y*b.Dy()/side), draw.Src)
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 75}); err != nil {
		return err
	}
	if err := p.data.Delete("", func(d content.Values) bool { return d[dataRaw] == id && d[dataMIME] == mimeItem+"photo" }); err != nil {
		return err
	}
	_, err = p.data.Insert(content.Bound{{Column: "raw_contact_id", Value: id}, {Column: "mimetype", Value: mimeItem + "photo"},
		{Column: "data15", Value: out.Bytes()}, {Column: "is_primary", Value: int64(0)}, {Column: "is_super_primary", Value: int64(0)}, {Column: "data_version", Value: int64(0)}})
	return err
}
