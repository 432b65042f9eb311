-- What a lead had decided about a record stayed behind when that went out of quarantine, the hash of
-- its content with it.
DELETE FROM put_aside WHERE NOT EXISTS
    (SELECT 1 FROM quarantine WHERE quarantine.campaign = put_aside.campaign
     AND quarantine.record = put_aside.record AND quarantine.content = put_aside.content);
