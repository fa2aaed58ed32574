package command

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/library"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

func listCommand(env Env) *cobra.Command {
	var (
		dir, search string
		snapshot    string
		limit       int
		asJSON      bool
		private     bool
		passwords   bool
		secrets     secretFlags
	)
	cmd := &cobra.Command{
		Use:   "list KIND",
		Short: "List what is in the library: phones, snapshots, photos, albums, contacts, messages …",
		Example: `  keepsake list albums
  keepsake list photos --search "2025 screenshots" --limit 20
  keepsake list messages --search "dinner" --limit 20
  keepsake list phones --json`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: append([]string{"phones", "snapshots", "photos", "albums"}, recordKinds()...),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			var err error
			if dir == "" {
				if dir, err = library.DefaultDir(false); err != nil {
					return err
				}
			}
			lib, err := library.OpenExisting(ctx, dir)
			if err != nil {
				return err
			}
			defer lib.Close()
			l := lister{env: env, lib: lib, json: asJSON}
			if passwords && args[0] != string(records.Wifi) {
				return fmt.Errorf("--passwords goes with `keepsake list wifi`")
			}
			if snapshot != "" && args[0] != "photos" {
				if !isRecords(args[0]) {
					return fmt.Errorf("--snapshot goes with photos, %s", strings.Join(recordKinds(), ", "))
				}
				return l.asOf(ctx, records.Category(args[0]), snapshot, search, limit)
			}
			switch args[0] {
			case string(records.Wifi):
				if !passwords {
					return l.records(ctx, records.Wifi, index.RecordQuery{Search: search, Limit: limit})
				}
				key, err := secrets.key(env)
				if err != nil {
					return err
				}
				return l.passwords(ctx, key, index.RecordQuery{Search: search, Limit: limit})
			case "phones":
				return l.phones(ctx)
			case "snapshots":
				return l.snapshots(ctx, limit)
			case "albums":
				return l.albums(ctx)
			case "photos":
				return l.photos(ctx, search, private, snapshot, limit)
			default:
				return l.records(ctx, records.Category(args[0]), index.RecordQuery{Search: search, Limit: limit})
			}
		},
	}
	libraryFlag(cmd, &dir)
	cmd.Flags().StringVar(&search, "search", "", "words of names, albums, years, kinds, texts, numbers")
	cmd.Flags().StringVar(&snapshot, "snapshot", "", "what was on the phone and kept then: an id of `keepsake list snapshots`")
	cmd.Flags().BoolVar(&private, "private", false, "photos: those of the private album instead")
	cmd.Flags().BoolVar(&passwords, "passwords", false, "wifi: with the passwords, in the open")
	secrets.add(cmd)
	cmd.Flags().IntVar(&limit, "limit", 0, "at most this many (default: all)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

type lister struct {
	env  Env
	lib  *library.Library
	json bool
}

func (l lister) print(v any) error {
	enc := json.NewEncoder(l.env.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func (l lister) table() *tabwriter.Writer { return tabwriter.NewWriter(l.env.Stdout, 0, 4, 2, ' ', 0) }

type photoJSON struct {
	Path     string              `json:"path"`
	SHA256   string              `json:"sha256"`
	Size     int64               `json:"size"`
	Kind     gallery.Kind        `json:"kind"`
	Taken    time.Time           `json:"taken"`
	Source   gallery.TakenSource `json:"taken_source"`
	Width    int                 `json:"width,omitempty"`
	Height   int                 `json:"height,omitempty"`
	Verified bool                `json:"verified"`
	Name     string              `json:"name"`              // what it is called, where that is not its file's name
	Private  gallery.Privacy     `json:"private,omitempty"` // open or locked
}

func (l lister) photos(ctx context.Context, search string, private bool, snapshot string, limit int) error {
	filter := index.Filter{Search: search}
	if private {
		filter.View = index.Private
	}
	tl, err := l.lib.Index.Timeline(ctx, filter)
	if err != nil {
		return err
	}
	ids := tl.IDs
	if snapshot != "" {
		if ids, err = onPhone(ctx, l.lib, snapshot, ids); err != nil {
			return err
		}
	}
	if limit > 0 && len(ids) > limit {
		ids = ids[:limit]
	}
	out := []photoJSON{}
	t := l.table()
	for len(ids) > 0 {
		n := min(len(ids), 500)
		rows, err := l.lib.Index.Rows(ctx, ids[:n])
		if err != nil {
			return err
		}
		ids = ids[n:]
		for _, r := range rows {
			if l.json {
				out = append(out, photoJSON{r.Path, r.Hash.String(), r.Size, r.Kind, r.Taken, r.TakenSource, r.Width, r.Height, r.Verified, r.Name, r.Private})
				continue
			}
			mark := "not verified"
			if r.Verified {
				mark = "verified"
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.Taken.Format("2006-01-02 15:04:05"), r.Kind, Bytes(r.Size), mark, printable(r.Path))
		}
	}
	if l.json {
		return l.print(struct {
			Photos []photoJSON `json:"photos"`
		}{out})
	}
	return t.Flush()
}

type albumJSON struct {
	Phone  string    `json:"phone"`
	Path   string    `json:"path"`
	Name   string    `json:"name"`
	Count  int       `json:"count"`
	Bytes  int64     `json:"bytes"`
	Newest time.Time `json:"newest"`
}

func (l lister) albums(ctx context.Context) error {
	albums, err := l.lib.Index.Albums(ctx)
	if err != nil {
		return err
	}
	out := []albumJSON{}
	t := l.table()
	for _, a := range albums {
		out = append(out, albumJSON{a.Key.Phone, a.Key.Path, a.Name, a.Count, a.Bytes, a.Newest})
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\n", printable(a.Name), a.Count, Bytes(a.Bytes), printable(a.Key.Path))
	}
	if l.json {
		return l.print(struct {
			Albums []albumJSON `json:"albums"`
		}{out})
	}
	return t.Flush()
}

// standing says when a phone was backed up and what is proven of it; an import
// has neither.
func standing(p library.Phone) string {
	if gallery.Imported(p.ID) {
		return "imported"
	}
	last := "never"
	if !p.LastBackup.IsZero() {
		last = p.LastBackup.Local().Format("2006-01-02 15:04")
	}
	return fmt.Sprintf("%d verified\tlast backup %s", p.Stats.Verified, last)
}

type phoneJSON struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Items      int       `json:"items"`
	Bytes      int64     `json:"bytes"`
	Verified   int       `json:"verified"`
	LastBackup time.Time `json:"last_backup,omitzero"`
}

func (l lister) phones(ctx context.Context) error {
	phones, err := l.lib.Phones(ctx)
	if err != nil {
		return err
	}
	out := []phoneJSON{}
	t := l.table()
	for _, p := range phones {
		out = append(out, phoneJSON{p.ID, p.Name, p.Stats.Items, p.Stats.Bytes, p.Stats.Verified, p.LastBackup})
		fmt.Fprintf(t, "%s\t%s\t%d items\t%s\t%s\n", p.ID, printable(p.Name), p.Stats.Items, Bytes(p.Stats.Bytes), standing(p))
	}
	if l.json {
		return l.print(struct {
			Phones []phoneJSON `json:"phones"`
		}{out})
	}
	return t.Flush()
}
