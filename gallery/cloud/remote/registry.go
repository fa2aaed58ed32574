package remote

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/config"
)

// rclone finds remotes by name in one table of the process. Ours is in memory: no
// rclone.conf is read unless the owner names it, and none is ever written.
type registry struct {
	mu       sync.Mutex
	sections map[string]map[string]string     // guarded by mu
	learners map[string]func(key, val string) // guarded by mu
}

// installed is that one table, put in place at the first use.
var installed = sync.OnceValue(func() *registry {
	r := &registry{sections: map[string]map[string]string{}, learners: map[string]func(string, string){}}
	rclone.SetLogger(slog.DiscardHandler) // what it says may name hosts and users; our errors say what matters
	_ = config.SetConfigPath(os.TempDir())
	config.SetData(r)
	_ = config.SetConfigPath("") // in memory only
	return r
})

// spec is a remote by sections: "" is the one that is meant, others are those it
// refers to.
type spec struct {
	main     map[string]string
	more     map[string]map[string]string // by suffix
	conf     map[string]map[string]string // of an rclone.conf, by name
	confName string
	entry    string // suffix of the section to open
	root     string
}

// plain are the settings of a remote that is reached without another one before it;
// nil: there is one.
func (s spec) plain() map[string]string {
	switch {
	case s.conf != nil:
		return s.conf[s.confName]
	case s.entry == "":
		return s.main
	}
	return nil
}

// register puts a remote's sections in the table under names of their own, and
// returns what to open. Other tables' names that it refers to are made ours.
func register(s spec, learn func(key, value string)) (name string, leave func()) {
	r := installed()
	id := "keepsake-" + strings.ToLower(rand.Text()[:10])
	all := map[string]map[string]string{}
	if s.conf != nil {
		for sect, kv := range s.conf {
			kv = maps.Clone(kv)
			for _, key := range []string{"remote", "upstreams"} {
				kv[key] = rename(kv[key], id+"-", s.conf)
				if kv[key] == "" {
					delete(kv, key)
				}
			}
			all[id+"-"+sect] = kv
		}
	} else {
		all[id] = s.main
		for suffix, kv := range s.more {
			kv = maps.Clone(kv)
			kv["remote"] = id + ":" + kv["remote"]
			all[id+"-"+suffix] = kv
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for sect, kv := range all {
		r.sections[sect] = kv
		r.learners[sect] = learn
	}
	name = id
	switch {
	case s.conf != nil:
		name = id + "-" + s.confName
	case s.entry != "":
		name = id + "-" + s.entry
	}
	return name + ":" + s.root, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for sect := range all {
			delete(r.sections, sect)
			delete(r.learners, sect)
		}
	}
}

// rename makes "name:path" and "a:path b:path" refer to our names.
func rename(value, prefix string, names map[string]map[string]string) string {
	words := strings.Split(value, " ")
	for i, w := range words {
		label := ""
		if l, rest, ok := strings.Cut(w, "="); ok {
			label, w = l+"=", rest
		}
		if name, rest, ok := strings.Cut(w, ":"); ok && names[name] != nil {
			words[i] = label + prefix + name + ":" + rest
		}
	}
	return strings.Join(words, " ")
}

// GetSectionList implements config.Storage.
func (r *registry) GetSectionList() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.sections))
}

// HasSection implements config.Storage.
func (r *registry) HasSection(section string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.sections[section]
	return ok
}

// DeleteSection implements config.Storage.
func (r *registry) DeleteSection(section string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sections, section)
}

// GetKeyList implements config.Storage.
func (r *registry) GetKeyList(section string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.sections[section]))
}

// GetValue implements config.Storage.
func (r *registry) GetValue(section, key string) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.sections[section][key]
	return v, ok
}

// SetValue implements config.Storage. It is how rclone keeps renewed tokens.
func (r *registry) SetValue(section, key, value string) {
	r.mu.Lock()
	learn := r.learners[section]
	if kv := r.sections[section]; kv != nil {
		kv[key] = value
	}
	r.mu.Unlock()
	if learn != nil {
		learn(key, value)
	}
}

// DeleteKey implements config.Storage.
func (r *registry) DeleteKey(section, key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.sections[section][key]
	delete(r.sections[section], key)
	return ok
}

// Load implements config.Storage.
func (r *registry) Load() error { return nil }

// Save implements config.Storage: nothing of it is ever written.
func (r *registry) Save() error { return nil }

// Serialize implements config.Storage.
func (r *registry) Serialize() (string, error) {
	return "", errors.New("the table of remotes is not written down")
}

// settings give rclone our choices for one call, not for the process.
func settings(ctx context.Context) context.Context {
	ctx, c := rclone.AddConfig(ctx)
	c.LogLevel = rclone.LogLevelEmergency
	c.UserAgent = "Keepsake"
	c.LowLevelRetries = 3 // an upload tries again by itself, and says so
	c.ConnectTimeout = rclone.Duration(20 * time.Second)
	c.Timeout = rclone.Duration(60 * time.Second)
	c.AskPassword = false
	c.UseServerModTime = false
	return ctx
}
