-- View: doors where a conversation may have been told twice, because somebody listed there was
-- met more than once or a visit has more than one. There may be more than that: whoever shows
-- them looks at the records. Written in the transaction that appends.
CREATE TABLE told_twice (
    campaign  BLOB NOT NULL,
    door      BLOB NOT NULL,
    PRIMARY KEY (campaign, door)
) STRICT, WITHOUT ROWID;

INSERT INTO told_twice (campaign, door)
SELECT talk.campaign, visit.door FROM log AS talk
JOIN log AS visit ON visit.campaign = talk.campaign AND visit.record = talk.about
WHERE talk.kind = 'conversation' AND visit.door IS NOT NULL
GROUP BY talk.campaign, visit.door HAVING count(*) > 1;
