package disk

import (
	"strings"
)

// found is the result of a look-up: the directory that holds or would hold the
// last element, that element's name, and the node when there is one.
type found struct {
	dir  *node
	name string
	node *node
}

// find walks p from the root; the caller holds the lock. A missing last element
// is no error: found.node is nil. follow says whether a link in last place is followed.
func (f *FS) find(p string, follow bool) (found, error) {
	if p == "" {
		return found{}, ENOENT
	}
	if strings.HasSuffix(p, "/") {
		follow = true
	}
	at := []*node{f.root}
	rest := p
	hops := 0
	for {
		rest = strings.TrimLeft(rest, "/")
		here := at[len(at)-1]
		if rest == "" {
			return found{dir: here, name: here.name, node: here}, nil
		}
		name, tail, more := strings.Cut(rest, "/")
		if !here.isDir() {
			return found{}, ENOTDIR
		}
		if !here.may(1) {
			return found{}, EACCES
		}
		switch name {
		case ".":
			rest = tail
			continue
		case "..":
			if len(at) > 1 {
				at = at[:len(at)-1]
			}
			rest = tail
			continue
		}
		if len(name) > nameMax {
			return found{}, ENAMETOOLONG
		}
		next := here.kids[name]
		last := strings.Trim(tail, "/") == ""
		if next == nil {
			if !last {
				return found{}, ENOENT
			}
			return found{dir: here, name: name}, nil
		}
		if next.isLink() && (!last || follow) {
			if hops++; hops > linksMax {
				return found{}, ELOOP
			}
			if strings.HasPrefix(next.link, "/") {
				at = at[:1]
			}
			rest = next.link
			if tail != "" {
				rest += "/" + tail
			}
			continue
		}
		if last {
			if more && !next.isDir() {
				return found{}, ENOTDIR
			}
			return found{dir: here, name: name, node: next}, nil
		}
		at = append(at, next)
		rest = tail
	}
}

// get is find for a node that must exist.
func (f *FS) get(p string, follow bool) (*node, error) {
	w, err := f.find(p, follow)
	if err != nil {
		return nil, err
	}
	if w.node == nil {
		return nil, ENOENT
	}
	return w.node, nil
}
