package clouds

import (
	"context"

	"keepsake/app/settings"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/gphotos"
	"keepsake/gallery/cloud/oauth"
)

// googleHelp is the guided way to a client ID of one's own: what Google calls things.
const googleHelp = `Google lets each owner sign in with a registration of their own, which is free:
1. console.cloud.google.com: make a project, and enable “Photos Library API” (for Google Drive: “Google Drive API”).
2. “OAuth consent screen”: External, add yourself as a test user, then publish it, so that the sign-in lasts.
3. “Credentials”, “Create credentials”, “OAuth client ID”, type “Desktop app”: its ID and secret are asked for here.`

// googleFields are what a sign-in with Google needs.
func googleFields() []Field {
	return []Field{
		{Name: "client_id", Title: "Client ID", Example: "….apps.googleusercontent.com"},
		{Name: "client_secret", Title: "Client secret", Secret: true},
	}
}

func photosClient(c settings.Cloud, s Secrets) oauth.Client {
	return gphotos.Client(c.Params["client_id"], s["client_secret"])
}

// driveClient is for files that Keepsake itself puts there, and sees no others.
func driveClient(c settings.Cloud, s Secrets) oauth.Client {
	client := photosClient(c, s)
	client.Scopes = []string{"https://www.googleapis.com/auth/drive.file"}
	return client
}

func openPhotos(ctx context.Context, c settings.Cloud, s Secrets, learn func(name, value string)) (cloud.Target, error) {
	t, err := gphotos.Open(ctx, gphotos.Options{
		Client: photosClient(c, s), Token: s[tokenName], Limit: cloud.NewLimiter(c.Limit),
		Renewed: func(token string) { learn(tokenName, token) },
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}
