package takein

import (
	"bufio"
	"errors"
	"io"

	"keepsake/device/miui/androidbackup"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/media"
)

// Lock is an archive.Lock for the backups of phones that were made with a password.
type Lock struct{}

// Knows implements archive.Lock: whatever is no picture by its name.
func (Lock) Knows(name string) bool { return media.Recognise(nil, name) == gallery.Other }

// Try implements archive.Lock. Only the beginning of a file is read.
func (Lock) Try(r io.Reader, password string) error {
	b := bufio.NewReader(r)
	head, err := b.Peek(len(androidbackup.Magic) + 1)
	if err != nil || !localbackup.Sniff(head) {
		return nil
	}
	err = localbackup.Unlock(b, password)
	if errors.Is(err, androidbackup.ErrNeedsPassword) || errors.Is(err, androidbackup.ErrPassword) {
		return archive.ErrPassword
	}
	return nil // what else is wrong with it is told when it is read
}
