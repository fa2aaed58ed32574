package library

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/markdown"
	"keepsake/gallery/store"
)

// noteFiles writes notes as Markdown files in the folders they are in, their pictures
// and sound in a folder "attachments" beside them, where the notes link to.
func noteFiles(x recordExport, dir *os.Root) error {
	f := noteFolder{dir: dir, open: x.open(records.Notes), taken: map[string]string{}}
	for n, err := range streamed[records.Note](x) {
		if err != nil {
			return err
		}
		if err := f.put(n); err != nil {
			return fmt.Errorf("the note %q: %w", n.Shown(), err)
		}
	}
	return nil
}

type noteFolder struct {
	dir   *os.Root
	open  func(records.Attachment) (io.ReadCloser, error)
	taken map[string]string // what stands at a path, in lower case: an attachment's hash
}

// put writes a note. One with an attachment of a name that another note's has, too,
// gets a folder of its own, so that no link in it has to change.
func (f *noteFolder) put(n records.Note) error {
	in := "."
	if n.Folder != "" {
		in = store.SafeName(n.Folder)
	}
	title := strings.TrimSpace(n.Shown())
	if title == "" {
		title = "Note"
	}
	for i := 1; ; i++ {
		name := title
		if i > 1 {
			name = fmt.Sprintf("%s (%d)", title, i)
		}
		folder, file := in, path.Join(in, store.SafeName(name+".md"))
		if f.clash(in, n) {
			folder = path.Join(in, store.SafeName(name))
			file = path.Join(folder, store.SafeName(title+".md"))
		}
		if _, taken := f.taken[strings.ToLower(file)]; taken || f.clash(folder, n) {
			continue
		}
		return f.write(n, folder, file)
	}
}

// clash reports whether another file of an attachment's name lies in a folder.
func (f *noteFolder) clash(folder string, n records.Note) bool {
	for _, a := range n.Attachments {
		if hash, taken := f.taken[strings.ToLower(attachmentPath(folder, a))]; taken && hash != a.SHA256 {
			return true
		}
	}
	return false
}

// attachmentPath is where a note in a folder links to.
func attachmentPath(folder string, a records.Attachment) string {
	return path.Join(folder, "attachments", store.SafeName(a.Name))
}

func (f *noteFolder) write(n records.Note, folder, file string) error {
	if err := f.dir.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f.taken[strings.ToLower(file)] = ""
	out, err := f.dir.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(markdown.Write(out, n), out.Close()); err != nil {
		return err
	}
	for _, a := range n.Attachments {
		if err := f.copy(a, attachmentPath(folder, a)); err != nil {
			return fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	return nil
}

// copy writes an attachment, once. One that is not kept is left out: its link leads
// nowhere, as it did.
func (f *noteFolder) copy(a records.Attachment, to string) error {
	if _, there := f.taken[strings.ToLower(to)]; there {
		return nil
	}
	in, err := f.open(a)
	if errors.Is(err, store.ErrMissing) || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	if err := f.dir.MkdirAll(path.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := f.dir.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	f.taken[strings.ToLower(to)] = a.SHA256
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
