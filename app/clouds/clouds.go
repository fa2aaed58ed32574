// Package clouds are the places that the owner has for the library: what is asked
// of each, where their passwords are kept, and how one is opened.
//
// Begin with Book.Add, which tests a place before it is kept, and Book.Open.
package clouds

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/app/schedule"
	"keepsake/app/settings"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/oauth"
	"keepsake/gallery/cloud/remote"
)

// Errors of the book.
var (
	ErrNoCloud = errors.New("there is no cloud of this name")
	ErrTaken   = errors.New("there is a cloud of this name already")
)

// Vault keeps secrets by name, "" where there is none. settings.Keyring is one.
type Vault interface {
	Get(ctx context.Context, name string) (string, error)
	Set(ctx context.Context, name, secret string) error
	Delete(ctx context.Context, name string) error
}

// Choices is where the clouds are kept. settings.File is one.
type Choices interface {
	Get() settings.Values
	Change(func(*settings.Values)) error
}

// Book is the list of clouds. It is safe for concurrent use.
type Book struct {
	Choices Choices
	Vault   Vault
	// Browse shows a sign-in page to the owner; nil: nobody is there to sign in.
	Browse func(url string) error

	mu sync.Mutex // one change of secrets at a time
}

// Secrets are those of one cloud, by field.
type Secrets map[string]string

// The names of the secrets that encryption has.
const (
	CryptPassword = "crypt_password"
	CryptSalt     = "crypt_salt"
)

// tokenName is the secret that a sign-in gives.
const tokenName = "token"

// List returns the clouds, in the order they were added.
func (b *Book) List() []settings.Cloud { return slices.Clone(b.Choices.Get().Clouds) }

// Find finds one by its name, whatever its case, or its ID.
func (b *Book) Find(name string) (settings.Cloud, error) {
	for _, c := range b.List() {
		if strings.EqualFold(c.Name, name) || c.ID == name {
			return c, nil
		}
	}
	return settings.Cloud{}, fmt.Errorf("%w: %q", ErrNoCloud, name)
}

// Add tests a new cloud and keeps it, if it works; it returns it as it is kept.
func (b *Book) Add(ctx context.Context, c settings.Cloud, s Secrets) (settings.Cloud, error) {
	c.Name = strings.TrimSpace(c.Name)
	if c.Name == "" || strings.ContainsAny(c.Name, "\n\t/\\:") {
		return c, fmt.Errorf("%w: a cloud needs a name, without slashes and colons", cloud.ErrRefused)
	}
	if _, err := b.Find(c.Name); err == nil {
		return c, fmt.Errorf("%w: %s", ErrTaken, c.Name)
	}
	c.ID = strings.ToLower(rand.Text()[:12])
	c.Params, s = maps.Clone(c.Params), maps.Clone(s)
	s, err := b.signIn(ctx, c, s)
	if err != nil {
		return c, err
	}
	l := learned{params: map[string]string{}, secrets: Secrets{}}
	target, err := open(ctx, c, s, true, l.learn)
	if err != nil {
		return c, err
	}
	who, err := target.Test(ctx)
	if err = errors.Join(err, target.Close()); err != nil {
		return c, err
	}
	c.Account = who.Name
	c.Params = l.over(c.Params, l.params)
	s = l.over(s, l.secrets)
	c.Secrets = len(s) > 0
	if err := b.keep(ctx, c.ID, s); err != nil {
		return c, err
	}
	if err := b.Choices.Change(func(v *settings.Values) { v.Clouds = append(slices.Clone(v.Clouds), c) }); err != nil {
		return c, errors.Join(err, b.forget(context.WithoutCancel(ctx), c))
	}
	return c, nil
}

// signIn lets the owner sign in, where the service wants that and it was not done.
func (b *Book) signIn(ctx context.Context, c settings.Cloud, s Secrets) (Secrets, error) {
	svc, _ := ServiceOf(c.Kind)
	if !svc.SignIn || s[tokenName] != "" {
		return s, nil
	}
	if b.Browse == nil {
		return nil, fmt.Errorf("%w: %s wants a sign-in in the browser", cloud.ErrAuth, svc.Title)
	}
	token, err := oauth.SignIn(ctx, svc.client(c, s), b.Browse)
	if err != nil {
		return nil, err
	}
	out := Secrets{tokenName: token}
	maps.Copy(out, s)
	return out, nil
}

// Remove forgets a cloud and its secrets. What is at the place stays there.
func (b *Book) Remove(ctx context.Context, name string) error {
	c, err := b.Find(name)
	if err != nil {
		return err
	}
	if err := b.Choices.Change(func(v *settings.Values) {
		v.Clouds = slices.DeleteFunc(slices.Clone(v.Clouds), func(o settings.Cloud) bool { return o.ID == c.ID })
	}); err != nil {
		return err
	}
	return b.forget(ctx, c)
}

// forget takes a cloud's secrets away. One that has none needs no keyring.
func (b *Book) forget(ctx context.Context, c settings.Cloud) error {
	if !c.Secrets {
		return nil
	}
	return b.Vault.Delete(ctx, vaultName(c.ID))
}

// Open opens a cloud. Whoever opens it closes it.
func (b *Book) Open(ctx context.Context, name string) (cloud.Target, settings.Cloud, error) {
	c, err := b.Find(name)
	if err != nil {
		return nil, c, err
	}
	s := Secrets{}
	if c.Secrets {
		if s, err = b.secrets(ctx, c.ID); err != nil {
			return nil, c, err
		}
	}
	target, err := open(ctx, c, s, false, func(name, value string) {
		b.renew(context.WithoutCancel(ctx), c, name, value)
	})
	return target, c, err
}

// renew keeps what a cloud gave out anew. One that cannot be kept is asked for
// again the next time.
func (b *Book) renew(ctx context.Context, c settings.Cloud, name, value string) {
	if !isSecret(c.Kind, name) {
		return // only learned when it is added
	}
	s, err := b.secrets(ctx, c.ID)
	if err != nil || s[name] == value {
		return
	}
	s = maps.Clone(s)
	s[name] = value
	_ = b.keep(ctx, c.ID, s) // the old one works until it runs out, and then it is asked for
}

// Change alters what is kept of a cloud.
func (b *Book) Change(id string, fn func(*settings.Cloud)) error {
	return b.Choices.Change(func(v *settings.Values) {
		v.Clouds = slices.Clone(v.Clouds)
		for i := range v.Clouds {
			if v.Clouds[i].ID == id {
				fn(&v.Clouds[i])
			}
		}
	})
}

// Note keeps until when a cloud takes nothing more, as the end of an upload told it;
// any other end clears that.
func (b *Book) Note(id string, end error, now time.Time) error {
	until := time.Time{}
	if limit, ok := errors.AsType[*cloud.LimitError](end); ok && limit.Daily {
		until = limit.Until
		if !until.After(now) {
			until = schedule.Tomorrow(now)
		}
	}
	return b.Change(id, func(c *settings.Cloud) { c.Wait = until.Round(0) })
}

func vaultName(id string) string { return "cloud " + id }

func (b *Book) secrets(ctx context.Context, id string) (Secrets, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	text, err := b.Vault.Get(ctx, vaultName(id))
	if err != nil || text == "" {
		return Secrets{}, err
	}
	var s Secrets
	if json.Unmarshal([]byte(text), &s) != nil {
		return Secrets{}, fmt.Errorf("%w: what is kept of its passwords cannot be read", cloud.ErrAuth) // never the text itself
	}
	return s, nil
}

func (b *Book) keep(ctx context.Context, id string, s Secrets) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(s) == 0 {
		return nil
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return b.Vault.Set(ctx, vaultName(id), string(text))
}

// learned gathers what a cloud gives out while it is tested.
type learned struct {
	mu              sync.Mutex
	params, secrets map[string]string // guarded by mu
}

func (l *learned) learn(name, value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if name == "host_keys" {
		l.params[name] = value
	} else {
		l.secrets[name] = value
	}
}

func (l *learned) over(old, fresh map[string]string) map[string]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := maps.Clone(old)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, fresh)
	return out
}

// open opens a place. trust takes a server's key as it is shown the first time.
func open(ctx context.Context, c settings.Cloud, s Secrets, trust bool, learn func(name, value string)) (cloud.Target, error) {
	svc, ok := ServiceOf(c.Kind)
	if !ok {
		return nil, fmt.Errorf("%w: %q", cloud.ErrNoKind, c.Kind)
	}
	if svc.open != nil {
		return svc.open(ctx, c, s, learn)
	}
	o := remote.Options{Kind: c.Kind, Params: c.Params, Secrets: s, Root: c.Root, Trust: trust, Learn: learn, Limit: cloud.NewLimiter(c.Limit)}
	if c.Encrypt != "" {
		o.Crypt = &remote.Crypt{Password: s[CryptPassword], Salt: s[CryptSalt], Names: c.Encrypt == "all"}
	}
	t, err := remote.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return t, nil
}
