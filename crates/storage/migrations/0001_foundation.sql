-- The foundation: everything a registration needs, from the draft on a phone to the permit at the gate.
--
-- Ids are UUIDs of version 7 as TEXT, instants milliseconds since 1970 as BIGINT, truth values 0 or 1.
-- A BYTEA column is encrypted by the program; a column ending in _hash beside it is what it is looked up by.
-- The type names are exchanged per engine by src/dialect.rs.

-- Places and people who work here ------------------------------------------------------------------------

CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    code TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    active BIGINT NOT NULL CHECK (active IN (0, 1))
);
CREATE INDEX unit_by_parent ON unit (parent, code);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL,
    login_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone BYTEA,
    email BYTEA,
    state TEXT NOT NULL,
    unit TEXT REFERENCES unit (id),
    locale TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX account_by_unit ON account (unit, login_folded);

-- Apart from the account, because it never travels with it.
CREATE TABLE sign_in (
    account TEXT PRIMARY KEY REFERENCES account (id),
    password_hash TEXT,
    password_set_at BIGINT,
    must_change BIGINT NOT NULL CHECK (must_change IN (0, 1)),
    totp_secret BYTEA,
    totp_confirmed BIGINT NOT NULL CHECK (totp_confirmed IN (0, 1)),
    totp_last_step BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    locked_until BIGINT,
    last_at BIGINT
);

CREATE TABLE role_assignment (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    unit TEXT REFERENCES unit (id),
    below BIGINT NOT NULL CHECK (below IN (0, 1)),
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
CREATE INDEX role_assignment_by_account ON role_assignment (account, valid_from);
CREATE INDEX role_assignment_by_role ON role_assignment (role, unit);

-- Who is here now ----------------------------------------------------------------------------------------

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    -- What a program's token is for; NULL for a browser.
    purpose TEXT
);
CREATE INDEX session_by_account ON session (account, last_seen_at);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE applicant_session (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    name BYTEA NOT NULL,
    document_hash TEXT NOT NULL,
    application TEXT,
    phone_hash TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX applicant_session_by_end ON applicant_session (expires_at);

-- Codes sent to the phone of an application, each for one request, until they are used or too old.
CREATE TABLE confirmation (
    id TEXT PRIMARY KEY,
    request_hash TEXT NOT NULL UNIQUE,
    application TEXT NOT NULL,
    phone_hash TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX confirmation_by_end ON confirmation (expires_at);

-- The instants of the latest tries of one person or address, as a JSON list.
CREATE TABLE attempt (
    scope TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    instants TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key_hash)
);
CREATE INDEX attempt_by_end ON attempt (expires_at);

-- Services and what is applied for -----------------------------------------------------------------------

CREATE TABLE service_version (
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (service, version)
);

CREATE TABLE number_sequence (
    key TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    application TEXT,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    form BYTEA NOT NULL,
    section TEXT NOT NULL,
    row_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX draft_by_end ON draft (expires_at);

CREATE TABLE application (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    draft TEXT UNIQUE,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    waiting_step TEXT,
    unit TEXT REFERENCES unit (id),
    initiator TEXT NOT NULL,
    applicant_name BYTEA,
    name_hash TEXT,
    applicant_document BYTEA,
    document_hash TEXT,
    form BYTEA NOT NULL,
    instance BYTEA NOT NULL,
    row_version BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX application_by_change ON application (updated_at, id, state, service, unit);
CREATE INDEX application_by_unit ON application (unit, updated_at, id, state, service);
CREATE INDEX application_by_state ON application (state, updated_at, id);
CREATE INDEX application_by_initiator ON application (initiator, updated_at, id);
CREATE INDEX application_by_document ON application (document_hash, submitted_at, id);
CREATE INDEX application_by_name ON application (name_hash, updated_at, id);
CREATE INDEX application_to_count ON application (state, unit);
CREATE INDEX application_by_end ON application (state, finished_at, id);

-- Append-only: the log an instance is the fold of. The id is application:number. Opinions and reasons are in it, so
-- what happened is encrypted; who, when and which kind stand beside it.
CREATE TABLE operation (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    operation BYTEA NOT NULL,
    UNIQUE (application, number)
);

-- The tasks of all instances, spread out so that a to-do list is one look-up.
CREATE TABLE task (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    number BIGINT NOT NULL,
    visit BIGINT NOT NULL,
    step TEXT NOT NULL,
    assignee TEXT NOT NULL,
    instead_of TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    decided BIGINT NOT NULL CHECK (decided IN (0, 1)),
    caused_by BIGINT,
    opened_at BIGINT NOT NULL,
    since BIGINT NOT NULL,
    closed_at BIGINT,
    UNIQUE (application, number)
);
CREATE INDEX task_by_assignee ON task (assignee, state, since, id);
CREATE INDEX task_done_by_assignee ON task (assignee, decided, closed_at, id);
CREATE INDEX task_by_state ON task (state, since, id);

CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    draft TEXT,
    application TEXT,
    document_hash TEXT,
    item TEXT NOT NULL,
    text_version TEXT NOT NULL,
    given BIGINT NOT NULL CHECK (given IN (0, 1)),
    channel TEXT NOT NULL,
    at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX consent_by_draft ON consent (draft, at);
CREATE INDEX consent_by_application ON consent (application, at);
CREATE INDEX consent_by_document ON consent (document_hash, at);

CREATE TABLE file (
    id TEXT PRIMARY KEY,
    draft TEXT,
    application TEXT,
    kind TEXT NOT NULL,
    mime TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    store_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX file_by_draft ON file (draft, created_at);
CREATE INDEX file_by_application ON file (application, created_at);
CREATE INDEX file_by_end ON file (state, expires_at);

-- What an approval brings about --------------------------------------------------------------------------

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name BYTEA NOT NULL,
    name_hash TEXT NOT NULL,
    document BYTEA NOT NULL,
    document_hash TEXT NOT NULL UNIQUE,
    phone BYTEA NOT NULL,
    phone_hash TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    staff_number BYTEA NOT NULL,
    staff_number_hash TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    state TEXT NOT NULL,
    state_reason BYTEA,
    state_since BIGINT NOT NULL,
    application TEXT,
    form BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX person_by_change ON person (updated_at, id, state, kind, valid_from, valid_until, unit);
CREATE INDEX person_by_unit ON person (unit, updated_at, id, state, kind, valid_from, valid_until);
CREATE INDEX person_by_state ON person (state, updated_at, id);
CREATE INDEX person_by_name ON person (name_hash, updated_at, id);
CREATE INDEX person_by_phone ON person (phone_hash, updated_at, id);
CREATE INDEX person_by_staff_number ON person (staff_number_hash, updated_at, id);
CREATE INDEX person_by_end ON person (valid_until, id);
CREATE INDEX person_to_count ON person (unit, kind, state, valid_from, valid_until);
CREATE INDEX person_by_application ON person (application);

-- A plate is looked up by how it begins, so it is not encrypted.
CREATE TABLE vehicle_permit (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    plate TEXT NOT NULL,
    colour TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    state TEXT NOT NULL,
    state_reason BYTEA,
    state_since BIGINT NOT NULL,
    application TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX vehicle_permit_by_change ON vehicle_permit (updated_at, id);
CREATE INDEX vehicle_permit_by_state ON vehicle_permit (state, updated_at, id);
CREATE INDEX vehicle_permit_by_person ON vehicle_permit (person, plate);
CREATE INDEX vehicle_permit_by_plate ON vehicle_permit (plate, updated_at, id);
CREATE INDEX vehicle_permit_by_application ON vehicle_permit (application);

-- What an outside system should hold, and what it is known to hold.
CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    wanted TEXT NOT NULL,
    version BIGINT NOT NULL,
    confirmed_version BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    detail TEXT,
    next_try_at BIGINT,
    attempts BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (subject, kind, target)
);
CREATE INDEX delivery_by_change ON delivery (changed_at, id);
CREATE INDEX delivery_by_state ON delivery (state, changed_at, id);
CREATE INDEX delivery_by_next_try ON delivery (state, next_try_at, id);

CREATE TABLE delivery_attempt (
    delivery TEXT NOT NULL REFERENCES delivery (id),
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    detail TEXT,
    PRIMARY KEY (delivery, number)
);

-- Work to be done, and words to people -------------------------------------------------------------------

-- A finished job is deleted, so a key is unique among those still to do. A leased job has the end of its lease
-- as run_at: should its worker die, it comes due again by itself. Payloads hold ids, never personal data.
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    key TEXT UNIQUE,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    leased BIGINT NOT NULL CHECK (leased IN (0, 1)),
    again_at BIGINT,
    attempts BIGINT NOT NULL,
    claims BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_by_time ON job (state, run_at, id);

CREATE TABLE notification (
    id TEXT PRIMARY KEY,
    account TEXT REFERENCES account (id),
    document_hash TEXT,
    kind TEXT NOT NULL,
    params BYTEA NOT NULL,
    link TEXT,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX notification_by_account ON notification (account, created_at, id);
CREATE INDEX notification_unread ON notification (account, read_at);
CREATE INDEX notification_by_time ON notification (created_at, id);
CREATE INDEX notification_by_document ON notification (document_hash, created_at, id);

-- What left by mail or text message.
CREATE TABLE message (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    recipient BYTEA NOT NULL,
    content BYTEA NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reference TEXT,
    reason TEXT,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX message_by_state ON message (state, updated_at, id);

-- The trail ----------------------------------------------------------------------------------------------

CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT,
    details TEXT NOT NULL,
    address TEXT,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_by_actor ON audit (actor, seq);
CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE INDEX audit_by_action ON audit (action, seq);
CREATE INDEX audit_by_time ON audit (at, seq);

-- The end of the chain: locked by everyone who appends, and last, so that nobody waits long.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
