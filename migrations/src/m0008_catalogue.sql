-- Where a photo stands is asked for every photo that is developed, and for every one that is nobody's:
-- without this each question reads the photos of the whole market.

create index revision_photo_photo on revision_photo (photo_id);
