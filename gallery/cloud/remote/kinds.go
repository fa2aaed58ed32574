package remote

import (
	"fmt"
	"path/filepath"
	"strings"

	// The back ends that are offered, and none besides: each is megabytes.
	_ "github.com/rclone/rclone/backend/alias"
	_ "github.com/rclone/rclone/backend/crypt"
	_ "github.com/rclone/rclone/backend/drive"
	_ "github.com/rclone/rclone/backend/dropbox"
	_ "github.com/rclone/rclone/backend/local"
	_ "github.com/rclone/rclone/backend/onedrive"
	_ "github.com/rclone/rclone/backend/s3"
	_ "github.com/rclone/rclone/backend/sftp"
	_ "github.com/rclone/rclone/backend/smb"
	_ "github.com/rclone/rclone/backend/webdav"
	"github.com/rclone/rclone/fs/config/obscure"

	"keepsake/gallery/cloud"
)

// Conf is the kind of a remote of the owner's own rclone.conf.
const Conf = "rclone"

// Kind is a sort of remote that can be asked for.
type Kind struct {
	Name    string // "webdav"
	Title   string // for people
	Fields  []Field
	Root    string // what Options.Root is: "folder", "bucket/folder", "share/folder"
	Workers int    // uploads at once

	backend string            // rclone's name of it
	fixed   map[string]string // settings that are always so
}

// Field is one thing to know of a remote.
type Field struct {
	Name     string // in Options.Params or Options.Secrets, as rclone calls it
	Title    string
	Example  string
	Secret   bool
	Optional bool
	obscured bool // rclone wants it in its own disguise
	hidden   bool // learned, not asked for
}

// Kinds are all of them, the simplest first.
func Kinds() []Kind {
	user := Field{Name: "user", Title: "User name"}
	pass := Field{Name: "pass", Title: "Password", Secret: true, obscured: true}
	optional := func(f Field) Field { f.Optional = true; return f }
	oauth := []Field{
		{Name: "client_id", Title: "Client ID", Optional: true},
		{Name: "client_secret", Title: "Client secret", Secret: true, Optional: true},
		{Name: "token", Title: "Token", Example: `what "rclone authorize" prints`, Secret: true},
	}
	return []Kind{
		{Name: "folder", Title: "Folder or network drive", Root: "folder", backend: "local", Workers: 4},
		{Name: "webdav", Title: "WebDAV or Nextcloud", Root: "folder", backend: "webdav", Workers: 8,
			fixed: map[string]string{"pacer_min_sleep": "0s", "vendor": "other"},
			Fields: []Field{{Name: "url", Title: "Address", Example: "https://cloud.example/remote.php/dav/files/me"},
				{Name: "vendor", Title: "Server", Example: "nextcloud", Optional: true}, optional(user), optional(pass)}},
		{Name: "sftp", Title: "SFTP", Root: "folder", backend: "sftp", Workers: 4,
			fixed: map[string]string{"connections": "8"},
			Fields: []Field{{Name: "host", Title: "Server", Example: "nas.local"}, {Name: "port", Title: "Port", Example: "22", Optional: true},
				user, optional(pass), {Name: "key_file", Title: "Key file", Example: "~/.ssh/id_ed25519", Optional: true},
				{Name: "key_file_pass", Title: "Passphrase of the key", Secret: true, Optional: true, obscured: true},
				{Name: "host_keys", Optional: true, hidden: true}}},
		{Name: "s3", Title: "S3 storage", Root: "bucket/folder", backend: "s3", Workers: 8,
			fixed: map[string]string{"provider": "Other", "no_check_bucket": "true"},
			Fields: []Field{{Name: "endpoint", Title: "Address", Example: "https://s3.example.com"}, {Name: "region", Title: "Region", Optional: true},
				{Name: "provider", Title: "Provider", Example: "AWS, Minio, Wasabi …", Optional: true},
				{Name: "access_key_id", Title: "Access key"}, {Name: "secret_access_key", Title: "Secret key", Secret: true}}},
		{Name: "smb", Title: "Windows share (SMB)", Root: "share/folder", backend: "smb", Workers: 4,
			Fields: []Field{{Name: "host", Title: "Server", Example: "nas.local"}, {Name: "port", Title: "Port", Example: "445", Optional: true},
				user, optional(pass), {Name: "domain", Title: "Domain", Optional: true}}},
		{Name: "drive", Title: "Google Drive", Root: "folder", backend: "drive", Workers: 4, Fields: oauth,
			fixed: map[string]string{"scope": "drive.file"}},
		{Name: "onedrive", Title: "OneDrive", Root: "folder", backend: "onedrive", Workers: 4,
			Fields: append(oauth[:len(oauth):len(oauth)], Field{Name: "drive_id", Title: "Drive ID"},
				Field{Name: "drive_type", Title: "Drive type", Example: "personal"})},
		{Name: "dropbox", Title: "Dropbox", Root: "folder", backend: "dropbox", Workers: 4, Fields: oauth,
			fixed: map[string]string{"batch_mode": "off"}}, // a batch answers before the file is there
		{Name: Conf, Title: "A remote of your rclone.conf", Root: "folder", Workers: 4,
			Fields: []Field{{Name: "remote", Title: "Name of the remote", Example: "nas"},
				{Name: "conf", Title: "Configuration file", Example: "~/.config/rclone/rclone.conf", Optional: true}}},
	}
}

// KindOf finds a kind by its name.
func KindOf(name string) (Kind, bool) {
	for _, k := range Kinds() {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Asked are the fields that an owner fills in.
func (k Kind) Asked() []Field {
	var all []Field
	for _, f := range k.Fields {
		if !f.hidden {
			all = append(all, f)
		}
	}
	return all
}

func workers(kind string) int {
	k, _ := KindOf(kind)
	return max(k.Workers, 1)
}

// title is the remote for people, without secrets.
func (o Options) title() string {
	for _, key := range []string{"url", "endpoint", "host", "remote"} {
		if v := o.Params[key]; v != "" {
			return strings.TrimSuffix(v, "/") + "/" + strings.TrimPrefix(o.Root, "/")
		}
	}
	return o.Root
}

// learned passes on what the remote gave out, under the Field's name.
func (o Options) learned(key, value string) {
	if o.Learn != nil {
		o.Learn(key, value)
	}
}

// spec puts the options in rclone's words.
func (o Options) spec() (spec, error) {
	kind, ok := KindOf(o.Kind)
	if !ok {
		return spec{}, fmt.Errorf("%w: %q", cloud.ErrNoKind, o.Kind)
	}
	if o.Kind == Conf {
		return o.ownSpec()
	}
	if o.Kind == "folder" && !filepath.IsAbs(o.Root) {
		return spec{}, fmt.Errorf("%w: the folder %q needs its whole path", cloud.ErrRefused, o.Root)
	}
	kv := map[string]string{"type": kind.backend}
	for k, v := range kind.fixed {
		kv[k] = v
	}
	for _, f := range kind.Fields {
		v := o.Params[f.Name]
		if s, ok := o.Secrets[f.Name]; ok {
			v = s
		}
		switch {
		case v == "" && !f.Optional:
			return spec{}, fmt.Errorf("%w: %s (%s) is missing", cloud.ErrRefused, f.Title, f.Name)
		case v == "":
			continue
		case f.obscured:
			hidden, err := obscure.Obscure(v)
			if err != nil {
				return spec{}, fmt.Errorf("%s: %w", f.Title, err)
			}
			v = hidden
		}
		kv[f.Name] = v
	}
	if o.Kind == "s3" && o.Crypt == nil {
		blind(kv)
	}
	if o.Kind == "sftp" && o.Trust {
		kv["pin_host_key"] = "true"
	}
	root := o.Root
	if o.Kind == "s3" {
		root = strings.TrimSuffix(root, "/") + "/" // else rclone asks whether it is a file, and hides why it cannot know
	}
	return o.encrypted(spec{main: kv, root: root})
}

// blind spares the question after each file: the answer to a file that was put has
// its checksum already. See Target.put.
func blind(kv map[string]string) { kv["no_head"] = "true" }

// encrypted puts crypt before the remote, if that is asked for.
func (o Options) encrypted(s spec) (spec, error) {
	if o.Crypt == nil {
		return s, nil
	}
	if o.Crypt.Password == "" {
		return s, fmt.Errorf("%w: the passphrase for the encryption is missing", cloud.ErrAuth)
	}
	kv := map[string]string{"type": "crypt", "remote": s.root, "filename_encryption": "off", "directory_name_encryption": "false"}
	if o.Crypt.Names {
		kv["filename_encryption"], kv["directory_name_encryption"] = "standard", "true"
	}
	for key, v := range map[string]string{"password": o.Crypt.Password, "password2": o.Crypt.Salt} {
		if v == "" {
			continue
		}
		hidden, err := obscure.Obscure(v)
		if err != nil {
			return s, fmt.Errorf("the passphrase: %w", err)
		}
		kv[key] = hidden
	}
	s.more, s.entry, s.root = map[string]map[string]string{"crypt": kv}, "crypt", ""
	return s, nil
}
