package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

const (
	secretsName = ".keepsake/secrets.age"
	maxSecrets  = 64 << 20
)

// Secrets returns the library's encrypted file as it lies on the disk; nil when
// there is none. The store does not know what is in it.
func (l *Library) Secrets() ([]byte, error) {
	b, err := readFile(l.d, secretsName, maxSecrets)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the encrypted file of %s: %w", l.dir, err)
	}
	return b, nil
}

// SaveSecrets replaces the encrypted file; the version before stays in the history,
// as encrypted as it was.
func (w *Writer) SaveSecrets(ctx context.Context, sealed []byte) error {
	if err := w.failure(); err != nil {
		return err
	}
	k := Keeping{w: w, made: map[string]bool{".": true}}
	err := k.toHistory(ctx, secretsName)
	if err == nil {
		err = writeFile(w.l.d, secretsName, w.tempName(".tmp"), sealed)
	}
	if err != nil {
		return fmt.Errorf("write the encrypted file: %w", w.explain(err, int64(len(sealed))))
	}
	return nil
}
