package thumbs

import (
	"container/list"
	"image"

	"keepsake/gallery"
)

// lru keeps the pictures used last, up to a number of bytes.
type lru struct {
	budget, used int
	order        *list.List // of entry, most recent first
	at           map[Key]*list.Element
}

type entry struct {
	key Key
	im  *image.RGBA
}

func newLRU(budget int) *lru {
	return &lru{budget: budget, order: list.New(), at: map[Key]*list.Element{}}
}

func (c *lru) get(k Key) *image.RGBA {
	e, ok := c.at[k]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(entry).im
}

func (c *lru) put(k Key, im *image.RGBA) {
	if e, ok := c.at[k]; ok {
		c.drop(e)
	}
	if len(im.Pix) > c.budget {
		return
	}
	c.at[k] = c.order.PushFront(entry{k, im})
	c.used += len(im.Pix)
	for c.used > c.budget {
		c.drop(c.order.Back())
	}
}

func (c *lru) forget(h gallery.Hash) {
	for k, e := range c.at {
		if k.Hash == h {
			c.drop(e)
		}
	}
}

func (c *lru) drop(e *list.Element) {
	x := e.Value.(entry)
	c.used -= len(x.im.Pix)
	delete(c.at, x.key)
	c.order.Remove(e)
}
