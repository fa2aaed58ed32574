package remote

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	rclone "github.com/rclone/rclone/fs"

	"keepsake/gallery/cloud"
)

// ErrConfEncrypted says that an rclone.conf is encrypted with a password.
var ErrConfEncrypted = errors.New("this rclone.conf is encrypted")

// maxConf bounds what is read of an rclone.conf.
const maxConf = 4 << 20

// Remotes lists the names of the remotes in an rclone.conf; "" is the usual place.
func Remotes(file string) ([]string, error) {
	all, err := readConf(file)
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// ownSpec takes a remote of the owner's own configuration, with those it refers to.
func (o Options) ownSpec() (spec, error) {
	all, err := readConf(o.Params["conf"])
	if err != nil {
		return spec{}, err
	}
	name := strings.TrimSuffix(o.Params["remote"], ":")
	own, ok := all[name]
	if !ok {
		return spec{}, fmt.Errorf("%w: there is no remote %q in the rclone.conf", cloud.ErrNoKind, name)
	}
	if _, err := rclone.Find(own["type"]); err != nil {
		return spec{}, fmt.Errorf("%w: Keepsake has no %q", cloud.ErrNoKind, own["type"])
	}
	for key, v := range o.Secrets { // renewed since
		own[key] = v
	}
	if own["type"] == "s3" {
		blind(own)
	}
	if o.Crypt != nil {
		return spec{}, fmt.Errorf("%w: encrypt a remote of an rclone.conf there, with a crypt remote", cloud.ErrRefused)
	}
	return spec{conf: all, confName: name, root: o.Root}, nil
}

func readConf(file string) (map[string]map[string]string, error) {
	var err error
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("find the rclone.conf: %w", err)
		}
		file = filepath.Join(dir, "rclone", "rclone.conf")
	}
	if rest, ok := strings.CutPrefix(file, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("find the rclone.conf: %w", err)
		}
		file = filepath.Join(home, rest)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read the rclone.conf: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxConf))
	if err != nil {
		return nil, fmt.Errorf("read the rclone.conf: %w", err)
	}
	return parseConf(b)
}

// parseConf reads the sections of an rclone.conf.
func parseConf(b []byte) (map[string]map[string]string, error) {
	if bytes.Contains(b, []byte("RCLONE_ENCRYPT_V")) {
		return nil, ErrConfEncrypted
	}
	all := map[string]map[string]string{}
	var section map[string]string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(name, "]") {
			section = map[string]string{}
			all[strings.TrimSuffix(name, "]")] = section
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && section != nil && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ";") {
			section[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	for name, kv := range all {
		if kv["type"] == "" {
			delete(all, name)
		}
	}
	return all, nil
}
