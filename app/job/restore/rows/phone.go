package rows

import (
	"context"

	"keepsake/device"
	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// Phone is what is needed of a phone; *device.Phone is one.
type Phone interface {
	Info() device.Info
	Takes(c records.Category) *device.NotTakenError

	Records(ctx context.Context, c records.Category, p *records.Problems, each func(records.Record) error) error
	LastRow(ctx context.Context, c records.Category) (int64, error)
	RecordsSince(ctx context.Context, c records.Category, last int64, p *records.Problems, each func(records.Record) error) error

	PutRecords(ctx context.Context, c records.Category, all []records.Record) ([]error, error)
	DeleteRecords(ctx context.Context, c records.Category, ids []int64) error

	PutContacts(ctx context.Context, all []provider.NewContact) ([]error, error)
	KeyedContacts(ctx context.Context, keys []string) (map[string]int64, error)
	AddDetails(ctx context.Context, contact int64, c records.Contact) ([]int64, error)
	DeleteDetails(ctx context.Context, ids []int64) error

	ShowFile(ctx context.Context, name, mime string, data []byte) (string, error)
	RemoveShown(ctx context.Context, path string) error

	DeleteNetworks(ctx context.Context, all []records.WifiNetwork) error

	Installed(ctx context.Context) (map[string]bool, error)
	InstallApp(ctx context.Context, files []device.APK) error
	UninstallApp(ctx context.Context, name string) error
}

var _ Phone = (*device.Phone)(nil)
