package memory

import (
	"testing"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/contract"
)

func TestContract(t *testing.T) {
	target := New()
	target.Proof = cloud.ByHash
	contract.Run(t, contract.Case{
		Open:   func(*testing.T) cloud.Target { return target },
		Behind: func(_ *testing.T, ref string, data []byte) { target.Change(ref, data) },
	})
}
