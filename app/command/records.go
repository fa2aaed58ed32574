package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"keepsake/app/library"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

// recordKinds are the kinds of `list` and `export` that are records.
func recordKinds() []string {
	var all []string
	for _, c := range records.Categories() {
		all = append(all, string(c))
	}
	return all
}

func isRecords(kind string) bool { return slices.Contains(recordKinds(), kind) }

// records lists what was kept of one category.
func (l lister) records(ctx context.Context, c records.Category, q index.RecordQuery) error {
	q.Category = c
	switch c {
	case records.Contacts:
		return listOf(ctx, l, l.lib.Contacts, q)
	case records.Messages:
		return listOf(ctx, l, l.lib.Messages, q)
	case records.Calls:
		return listOf(ctx, l, l.lib.Calls, q)
	case records.Events:
		return listOf(ctx, l, l.lib.Events, q)
	case records.Notes:
		return listOf(ctx, l, l.lib.Notes, q)
	case records.Wifi:
		return listOf(ctx, l, l.lib.Wifi, q)
	case records.Apps:
		return listOf(ctx, l, l.lib.Apps, q)
	case records.Recordings:
		return listOf(ctx, l, l.lib.Recordings, q)
	case records.Archives:
		return listOf(ctx, l, l.lib.Archives, q)
	case records.Settings:
		return listOf(ctx, l, l.lib.Settings, q)
	}
	return fmt.Errorf("%q is no kind of records", c)
}

// row is a record as a line of the list.
func row(r records.Record) []string {
	at := func(ms int64) string { return time.UnixMilli(ms).Local().Format("2006-01-02 15:04") }
	switch r := r.(type) {
	case records.Contact:
		return []string{r.Shown(), firstOf(r.Phones), firstOf(r.Mails)}
	case records.Message:
		way := "from"
		if r.Box.Mine() {
			way = "to"
		}
		return []string{at(r.Date), way, strings.Join(r.Others(), ", "), oneLine(r.Text(), 60)}
	case records.Call:
		return []string{at(r.Date), r.Type.String(), r.Number, r.Contact, Span(time.Duration(r.Duration) * time.Second)}
	case records.Event:
		when := at(r.Start)
		if r.AllDay {
			when = time.UnixMilli(r.Start).UTC().Format(time.DateOnly)
		}
		return []string{when, r.Title, r.Location, strings.Join(r.RRule, " ")}
	case records.Note:
		return []string{at(max(r.Modified, r.Created)), r.Folder, r.Shown()}
	case records.WifiNetwork:
		return []string{r.SSID, r.Security}
	case records.App:
		return []string{r.Label, r.Package, r.Version, apkFiles(r)}
	case records.Recording:
		return []string{at(r.Date), string(r.Kind), r.Name, r.Path}
	case records.Archive:
		return []string{r.Shown(), r.Package, r.Layout, Bytes(r.File.Size), r.File.Name}
	case records.Setting:
		return []string{r.Table, r.Key, oneLine(r.Value, 60)}
	}
	return nil
}

func listOf[R records.Record](ctx context.Context, l lister, read func(context.Context, index.RecordQuery) ([]index.Entry[R], error), q index.RecordQuery) error {
	rows, err := read(ctx, q)
	if err != nil {
		return err
	}
	all := make([]records.Record, len(rows))
	for i, r := range rows {
		all[i] = r.Record
	}
	return l.show(q.Category, all)
}

// asOf lists a category as it was kept at a snapshot, those in which the words of a
// search are.
func (l lister) asOf(ctx context.Context, c records.Category, snapshot, search string, limit int) error {
	k, err := l.lib.StateOf(ctx, snapshot, c)
	if err != nil {
		return err
	}
	var problems records.Problems
	all, err := l.lib.AsOf(ctx, k.ID, &problems)
	if err != nil {
		return err
	}
	words := strings.Fields(strings.ToLower(search))
	all = slices.DeleteFunc(all, func(r records.Record) bool {
		text, err := json.Marshal(r)
		return err != nil || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(strings.ToLower(string(text)), w) })
	})
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	for _, p := range problems.List {
		fmt.Fprintln(l.env.Stderr, "keepsake:", printable(p.Error()))
	}
	return l.show(c, all)
}

// show prints records.
func (l lister) show(c records.Category, all []records.Record) error {
	if l.json {
		if all == nil {
			all = []records.Record{}
		}
		return l.print(map[string][]records.Record{string(c): all})
	}
	t := l.table()
	for _, r := range all {
		cells := row(r)
		for i := range cells {
			cells[i] = printable(cells[i])
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	return t.Flush()
}

// apkFiles says which files of an app are kept.
func apkFiles(a records.App) string {
	if len(a.APKs) == 0 {
		return ""
	}
	var bytes int64
	for _, f := range a.APKs {
		bytes += f.Size
	}
	if len(a.APKs) == 1 {
		return "APK kept, " + Bytes(bytes)
	}
	return fmt.Sprintf("%d APKs kept, %s", len(a.APKs), Bytes(bytes))
}

func firstOf(all []records.Labelled) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].Value
}

// oneLine is the beginning of a text, at most n characters.
func oneLine(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// exportRecords writes the records that a search finds, as they were kept at a
// snapshot if one is named, into a folder, and says where they are.
func (f *exportFlags) exportRecords(ctx context.Context, env Env, lib *library.Library) error {
	c := records.Category(f.what)
	format := f.format
	if format == "original" {
		format = ""
	}
	q, at := index.RecordQuery{Category: c, Search: f.search}, int64(0)
	if f.snapshot != "" {
		k, err := lib.StateOf(ctx, f.snapshot, c)
		if err != nil {
			return err
		}
		q.Phone, at = k.Phone, k.Taken.UnixMilli()
	}
	if err := os.MkdirAll(f.to, 0o777); err != nil {
		return fmt.Errorf("make the folder to export to: %w", err)
	}
	path, n, err := lib.ExportRecords(ctx, f.to, format, strings.ToUpper(f.what[:1])+f.what[1:], q, at)
	if errors.Is(err, library.ErrNothingFits) {
		return fmt.Errorf("no %s in the library fit; `keepsake list %s` shows them", c, c)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "%d %s in %s\n", n, c, path)
	return nil
}
