package clouds

import (
	"context"

	"keepsake/app/settings"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/immich"
)

func openImmich(_ context.Context, c settings.Cloud, s Secrets, _ func(name, value string)) (cloud.Target, error) {
	t, err := immich.Open(immich.Options{URL: c.Params["url"], Key: s["api_key"], Limit: cloud.NewLimiter(c.Limit)})
	if err != nil {
		return nil, err
	}
	return t, nil
}
