package uitest

import (
	"context"
	"time"

	"keepsake/app/ui/selfbackup"
)

// SelfBackups are the backups on a phone, made by hand: selfbackup.Reader. A test
// changes it while nothing looks.
type SelfBackups struct {
	All      []selfbackup.Backup
	Err      error // what Backups answers
	Fail     error // what Read answers
	Password string
	Got      selfbackup.Got
	Let      chan struct{} // Read waits for it, unless nil
	Asked    int
	Taken    []string
}

// NewSelfBackup is a backup as phones make them.
func NewSelfBackup(made time.Time, bytes int64) selfbackup.Backup {
	return selfbackup.Backup{ID: made.Format("20060102_150405"), Made: made, Bytes: bytes, Files: 5,
		Packages: []string{selfbackup.NotesApp, selfbackup.SettingsApp, selfbackup.ContactsApp, "com.example.recipes"}}
}

// Backups implements selfbackup.Reader.
func (r *SelfBackups) Backups(context.Context, string) ([]selfbackup.Backup, error) {
	r.Asked++
	return append([]selfbackup.Backup(nil), r.All...), r.Err
}

// Read implements selfbackup.Reader.
func (r *SelfBackups) Read(ctx context.Context, _ string, b selfbackup.Backup, password string, tell func(selfbackup.Progress)) (selfbackup.Got, error) {
	tell(selfbackup.Progress{Done: 2, All: b.Files, Item: "Notes"})
	if r.Let != nil {
		select {
		case <-r.Let:
		case <-ctx.Done():
		}
	}
	switch {
	case r.Fail != nil:
		return selfbackup.Got{}, r.Fail
	case r.Password != "" && password == "":
		return selfbackup.Got{}, selfbackup.ErrPassword
	case password != r.Password:
		return selfbackup.Got{}, selfbackup.ErrWrong
	}
	r.Taken = append(r.Taken, b.ID)
	return r.Got, nil
}
