//! Where photos lie: `incoming/{key}` for originals that wait, `photo/aa/bb/{name}` for finished files.
//!
//! A directory today; a bucket is another [`ObjectStore`] behind the same functions. Writes go to a temporary name
//! first and are flushed to the disk, file and folder, before they count.

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::{ObjectStore, ObjectStoreExt as _, local::LocalFileSystem, path::Path};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    rendition::{Developed, Key, Name},
};

/// How many files of one set are written at the same time.
const WRITERS: usize = 3;

/// What is known of a set that is complete in the store; what a row needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Width after orientation, in pixels.
    pub width: u32,
    /// Height after orientation, in pixels.
    pub height: u32,
    /// See [`Developed::placeholder`].
    pub placeholder: String,
}

impl From<&Developed> for Facts {
    fn from(developed: &Developed) -> Self {
        Self {
            width: developed.width,
            height: developed.height,
            placeholder: developed.placeholder.clone(),
        }
    }
}

/// The place where photos are kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) objects: Arc<dyn ObjectStore>,
    /// The directory on this machine, if that is what it is: unfinished temporary files show only there.
    pub(crate) directory: Option<PathBuf>,
}

impl Store {
    /// A store in a directory, which is made if it is missing.
    ///
    /// # Errors
    /// When the directory cannot be made or read.
    pub fn directory(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        std::fs::create_dir_all(&path).map_err(Error::Directory)?;
        let objects = LocalFileSystem::new_with_prefix(&path)?.with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
            directory: Some(path),
        })
    }

    /// A store over any object store: a bucket, or memory in tests.
    pub fn over(objects: Arc<dyn ObjectStore>) -> Self {
        Self {
            objects,
            directory: None,
        }
    }

    /// Keeps an original until it is developed. It is never served.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_incoming(&self, key: &Key, original: Bytes) -> Result<(), Error> {
        self.objects.put(&incoming(key), original.into()).await?;
        Ok(())
    }

    /// The original that waits under `key`. None when it was developed or refused before: then [`Store::facts`] says
    /// which.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn get_incoming(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.read(&incoming(key)).await
    }

    /// Forgets an original; doing so twice is fine.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_incoming(&self, key: &Key) -> Result<(), Error> {
        self.remove(&incoming(key)).await
    }

    /// Writes a whole set, then the facts about it. When this returns, every file is on the disk: only now may a row
    /// point to it. Doing so twice writes the same bytes again.
    ///
    /// # Errors
    /// When the store fails; what was written so far is then nobody's and the sweep takes it.
    pub async fn put_all(&self, key: &Key, developed: &Developed) -> Result<(), Error> {
        let puts: Vec<_> = developed
            .renditions
            .iter()
            .map(|rendition| (place(&rendition.name(key)), rendition.bytes.clone()))
            .map(|(place, bytes)| {
                let objects = Arc::clone(&self.objects);
                async move { objects.put(&place, bytes.into()).await }
            })
            .collect();
        stream::iter(puts)
            .buffer_unordered(WRITERS)
            .try_collect::<Vec<_>>()
            .await?;
        let facts = serde_json::to_vec(&Facts::from(developed)).map_err(|error| Error::Directory(error.into()))?;
        self.objects.put(&facts_place(key), facts.into()).await?;
        Ok(())
    }

    /// The facts of a set that is complete. The same photo sent twice is developed once: the second job finds its
    /// original gone and the set here.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn facts(&self, key: &Key) -> Result<Option<Facts>, Error> {
        let bytes = self.read(&facts_place(key)).await?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// A file of a set, for serving: immutable, with the type that [`crate::Encoding::content_type`] says.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn get(&self, name: &Name) -> Result<Option<Bytes>, Error> {
        self.read(&place(name)).await
    }

    /// Deletes a set: first the facts, so that half a set never counts as one. Doing so twice is fine.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, key: &Key) -> Result<(), Error> {
        self.remove(&facts_place(key)).await?;
        let mut files = self.objects.list(Some(&Path::from(format!("photo/{}", key.folder()))));
        while let Some(file) = files.try_next().await? {
            if file
                .location
                .filename()
                .is_some_and(|name| name.starts_with(key.as_str()))
            {
                self.remove(&file.location).await?;
            }
        }
        Ok(())
    }

    async fn read(&self, place: &Path) -> Result<Option<Bytes>, Error> {
        match self.objects.get(place).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn remove(&self, place: &Path) -> Result<(), Error> {
        match self.objects.delete(place).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

pub(crate) fn incoming(key: &Key) -> Path {
    Path::from(format!("incoming/{key}"))
}

fn place(name: &Name) -> Path {
    Path::from(format!("photo/{}/{name}", name.key().folder()))
}

fn facts_place(key: &Key) -> Path {
    Path::from(format!("photo/{}/{key}.json", key.folder()))
}
