// Package milk writes what MIUI's own backup writes: .bak files with records as
// protobuf (package com.miui.milk.model, whose field numbers are public), and the
// description of their folder. All of it is for the simulated phone.
//
// Begin with Bak and Notes.
package milk

import (
	"archive/tar"
	"bytes"
	"fmt"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Note is one note: its markup, and its files by id and extension.
type Note struct {
	ID, Title, Folder, Markup string
	Created, Modified, Pinned time.Time
}

// Call is one line of the call log.
type Call struct {
	ID, Number     string
	Date, Duration int64
	Type, New      int64
}

// Member is a file of a .bak.
type Member struct {
	Name string // below apps/<package>/
	Data []byte
}

// Notes is the record file of the Notes app.
func Notes(all []Note) []byte {
	var notes []byte
	for _, n := range all {
		data := text(nil, 1, "vnd.android.cursor.item/text_note")
		data = number(number(data, 2, n.Created.UnixMilli()), 3, n.Modified.UnixMilli())
		data = text(data, 4, n.Markup)
		e := text(nil, 2, n.ID)
		e = number(number(e, 3, 0), 4, 0)
		e = number(number(e, 5, n.Created.UnixMilli()), 6, n.Modified.UnixMilli())
		e = number(e, 7, 0)
		e = text(e, 8, n.Title)
		e = part(e, 9, data)
		e = text(e, 10, n.Folder)
		if !n.Pinned.IsZero() {
			e = number(e, 12, n.Pinned.UnixMilli())
		}
		e = text(e, 14, n.Title)
		notes = part(notes, 2, e)
	}
	return root(6, notes)
}

// Calls is the record file of the call log.
func Calls(all []Call) []byte {
	var log []byte
	for _, c := range all {
		e := text(nil, 2, c.ID)
		e = text(e, 3, c.Number)
		e = number(number(e, 4, c.Date), 5, c.Duration)
		log = part(log, 1, number(number(e, 6, c.Type), 7, c.New))
	}
	return root(2, log)
}

func root(field protowire.Number, b []byte) []byte { return text(part(nil, field, b), 15, "1") }

func number(b []byte, n protowire.Number, v int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, n, protowire.VarintType), uint64(v))
}

func text(b []byte, n protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, n, protowire.BytesType), s)
}

func part(b []byte, n protowire.Number, m []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, n, protowire.BytesType), m)
}

// Bak is a whole .bak of an app, in the order Android writes it.
func Bak(pkg, label string, feature int, made time.Time, members ...Member) ([]byte, error) {
	b := bytes.NewBufferString(fmt.Sprintf("MIUI BACKUP\n2\n%s %s\n%d\n0\nANDROID BACKUP\n5\n0\nnone\n", pkg, label, feature))
	meta := fmt.Sprintf("1\n%s\n20\n1.0\n%d\n1\n%d\nhouji\nV816.0.5.0.VNCMIXM\n", pkg, made.UnixMilli(), feature)
	all := append([]Member{{"_manifest", []byte("1\n" + pkg + "\n20\n34\n\n0\n0\n")}, {"miui_meta/_tmp_meta", []byte(meta)}}, members...)
	w := tar.NewWriter(b)
	for _, m := range all {
		if err := w.WriteHeader(&tar.Header{Name: "apps/" + pkg + "/" + m.Name, Typeflag: tar.TypeReg, Mode: 0o600, Size: int64(len(m.Data)), ModTime: made}); err != nil {
			return nil, err
		}
		if _, err := w.Write(m.Data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Item is one .bak of a folder.
type Item struct {
	Package, File string
	Feature, Size int
}

// Describe is descript.xml.
func Describe(made time.Time, items []Item) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<MIUI-backup><jsonMsg></jsonMsg><bakVersion>2</bakVersion><brState>3</brState>"+
		"<autoBackup>false</autoBackup><device>houji</device><miuiVersion>V816.0.5.0.VNCMIXM</miuiVersion><date>%d</date><packages>", made.UnixMilli())
	for _, i := range items {
		fmt.Fprintf(&b, "<package><packageName>%s</packageName><feature>%d</feature><bakFile>%s</bakFile><bakType>1</bakType><pkgSize>%d</pkgSize><state>1</state><completedSize>%d</completedSize><error>0</error></package>",
			i.Package, i.Feature, i.File, i.Size, i.Size)
	}
	b.WriteString("</packages><filesModifyTime /></MIUI-backup>")
	return []byte(b.String())
}
