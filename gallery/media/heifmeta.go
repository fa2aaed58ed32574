package media

import (
	"encoding/binary"
	"slices"
)

// heifMeta is what the meta box of a HEIC or AVIF says of its pictures
// (ISO/IEC 23008-12).
type heifMeta struct {
	primary uint32 // the item that is the picture
	at      int64  // where the file says so,
	wide    bool   // in four bytes instead of two
	thumbs  []uint32
	items   map[uint32]*heifItem
}

// heifItem is one picture of the file.
type heifItem struct {
	width, height int64 // as stored
	turns         int   // quarter turns anticlockwise to show it, and then
	mirror        int   // mirrorNone, mirrorDown or mirrorAcross
	icc           []byte
}

const (
	mirrorNone   = iota
	mirrorDown   // top and bottom change places
	mirrorAcross // left and right change places
)

// orientation is the item's turning as EXIF counts it.
func (i *heifItem) orientation() int {
	return [4][3]int{{1, 4, 2}, {8, 5, 7}, {3, 2, 4}, {6, 7, 5}}[i.turns&3][i.mirror]
}

// item is the item of an id, an empty one if the file does not describe it.
func (m *heifMeta) item(id uint32) *heifItem {
	if i := m.items[id]; i != nil {
		return i
	}
	return &heifItem{}
}

// thumb is the item of the largest thumbnail of the picture, 0 if there is none.
func (m *heifMeta) thumb() (best uint32) {
	for _, id := range m.thumbs {
		if m.item(id).width > m.item(best).width {
			best = id
		}
	}
	return best
}

const (
	maxHEIFMeta  = 2 << 20 // a picture of 1000 tiles takes 30 KB, a colour profile some more
	maxHEIFItems = 4096
)

// readHEIFMeta reads the meta box, nil if the file has no whole one.
func readHEIFMeta(s *source) *heifMeta {
	var meta box
	walkBoxes(s, 0, s.size, func(b box) bool {
		if b.kind == "meta" {
			meta = b
		}
		return meta.kind == ""
	})
	n := meta.end - meta.body()
	if meta.kind == "" || meta.end > s.size || n < 4 || n > maxHEIFMeta {
		return nil
	}
	b := s.bytes(meta.body(), int(n))
	if int64(len(b)) != n {
		return nil
	}
	m := &heifMeta{items: map[uint32]*heifItem{}}
	var properties []property
	var owners [][]byte
	m.children(b[4:], meta.body()+4, func(kind string, body []byte, at int64) {
		switch kind {
		case "pitm":
			if v, rest := version(body); len(rest) >= 2 {
				m.at, m.wide = at+4, v > 0 && len(rest) >= 4
				m.primary = uint32(binary.BigEndian.Uint16(rest))
				if m.wide {
					m.primary = binary.BigEndian.Uint32(rest)
				}
			}
		case "iref":
			m.references(body)
		case "iprp":
			m.children(body, at, func(kind string, body []byte, at int64) {
				switch kind {
				case "ipco":
					m.children(body, at, func(kind string, body []byte, _ int64) {
						properties = append(properties, property{kind, body})
					})
				case "ipma":
					owners = append(owners, body)
				}
			})
		}
	})
	for _, b := range owners {
		m.associate(b, properties)
	}
	if m.at == 0 {
		return nil
	}
	m.thumbs = slices.DeleteFunc(m.thumbs, func(id uint32) bool { return id == m.primary || id == 0 })
	return m
}

// property is what one or more items have.
type property struct {
	kind string
	body []byte
}

// children visits the boxes in b, which lies at the given place of the file.
func (m *heifMeta) children(b []byte, at int64, visit func(kind string, body []byte, at int64)) {
	for range maxHEIFItems {
		if len(b) < 8 {
			return
		}
		n := int64(binary.BigEndian.Uint32(b))
		if n == 0 {
			n = int64(len(b))
		}
		if n < 8 || n > int64(len(b)) {
			return
		}
		visit(string(b[4:8]), b[8:n], at+8)
		b, at = b[n:], at+n
	}
}

// version splits a full box's version from what follows it.
func version(b []byte) (byte, []byte) {
	if len(b) < 4 {
		return 0, nil
	}
	return b[0], b[4:]
}

// numbers reads items' ids in their two widths from a box.
type numbers struct {
	b    []byte
	wide bool
	ok   bool
}

func (n *numbers) u16() uint32 {
	if len(n.b) < 2 {
		n.b, n.ok = nil, false
		return 0
	}
	v := binary.BigEndian.Uint16(n.b)
	n.b = n.b[2:]
	return uint32(v)
}

func (n *numbers) id() uint32 {
	if !n.wide {
		return n.u16()
	}
	return n.u16()<<16 | n.u16()
}

// references keeps which items are thumbnails of the picture. It may be read
// before pitm is: thumbnails of anything are kept, and there is but one picture
// with any in the files that phones write.
func (m *heifMeta) references(b []byte) {
	v, b := version(b)
	m.children(b, 0, func(kind string, body []byte, _ int64) {
		if kind != "thmb" || len(m.thumbs) >= maxHEIFItems {
			return
		}
		n := numbers{body, v > 0, true}
		from := n.id()
		for range n.u16() {
			if to := n.id(); n.ok && (m.primary == 0 || to == m.primary) {
				m.thumbs = append(m.thumbs, from)
			}
		}
	})
}

// associate gives the items their properties.
func (m *heifMeta) associate(b []byte, properties []property) {
	if len(b) < 8 {
		return
	}
	v, wide := b[0], b[3]&1 != 0
	count := binary.BigEndian.Uint32(b[4:])
	n := numbers{b[8:], v > 0, true}
	for range min(count, maxHEIFItems) {
		id := n.id()
		if len(n.b) < 1 {
			return
		}
		it := m.items[id]
		if it == nil {
			it = &heifItem{}
			m.items[id] = it
		}
		k := int(n.b[0])
		n.b = n.b[1:]
		for range k {
			index := 0
			if wide {
				index = int(n.u16() & 0x7fff)
			} else if len(n.b) > 0 {
				index = int(n.b[0] & 0x7f)
				n.b = n.b[1:]
			} else {
				return
			}
			if index > 0 && index <= len(properties) {
				it.add(properties[index-1])
			}
		}
	}
}

// add applies a property to an item.
func (i *heifItem) add(p property) {
	switch p.kind {
	case "ispe":
		if _, b := version(p.body); len(b) >= 8 {
			i.width, i.height = int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:]))
		}
	case "irot":
		if len(p.body) > 0 {
			i.turns = int(p.body[0] & 3)
		}
	case "imir":
		if len(p.body) > 0 {
			i.mirror = mirrorDown + int(p.body[0]&1)
		}
	case "colr":
		if len(p.body) > 4 && (string(p.body[:4]) == "prof" || string(p.body[:4]) == "rICC") {
			i.icc = p.body[4:]
		}
	}
}
