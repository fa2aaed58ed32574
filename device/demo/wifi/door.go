package wifi

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"net"

	"keepsake/device/demo/adbd"
)

// Door is the phone's side of the encrypted transport. It lets in the computers
// whose keys known returns, which it asks for each connection.
func Door(id Identity, known func() []*rsa.PublicKey) adbd.Upgrade {
	return func(ctx context.Context, conn net.Conn) (net.Conn, error) {
		config, err := id.knows(known())
		if err != nil {
			return nil, err
		}
		return shake(ctx, tls.Server(conn, config))
	}
}

// Knock is the computer's side. That the phone refused shows at the first read.
func Knock(id Identity) adbd.Upgrade {
	return func(ctx context.Context, conn net.Conn) (net.Conn, error) {
		return shake(ctx, tls.Client(conn, id.client()))
	}
}

func shake(ctx context.Context, c *tls.Conn) (net.Conn, error) {
	if err := c.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return c, nil
}
