-- What a company said of all its resolutions is counted beside each of its requests.
create index request_ratings_company on app.request_ratings (company_id);
